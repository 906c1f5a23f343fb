from dataclasses import replace

import pytest

from apps.catalog.models import Product
from apps.catalog.rules.drafts import ImageDraft
from apps.catalog.services import create_product
from shop.kernel.errors import InvalidInput
from tests.apps.catalog.goods import SMALL, TEA
from tests.factories.catalog import ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (replace(TEA, variants=()), "1 to 1000 variants"),
        (replace(TEA, variants=(SMALL, SMALL)), "Two variants share the sku TEA-100"),
        (replace(TEA, option_names=()), "needs 0 option values, not 1"),
        (replace(TEA, option_names=("A", "A")), "at most 3 options, each name once"),
        (replace(TEA, title=" \n"), "needs a title"),
        (replace(TEA, title="T" * 256), "at most 255 are kept"),
        (replace(TEA, brand="Bell\x07"), "brand has a control character"),
        (replace(TEA, handle="dar jeeling"), "without spaces"),
        (replace(TEA, description="\x00"), "none of them NUL"),
        (replace(TEA, category="coffee"), "There is no category coffee"),
        (replace(TEA, tax_class="luxury"), "A tax class is one of standard"),
        (replace(TEA, images=(ImageDraft(address="ftp://a"),)), "begins with http"),
        (replace(TEA, images=(ImageDraft(address="http://a/b c"),)), "write %20"),
        (replace(TEA, variants=(replace(SMALL, weight_grams=-1),)), "A weight lies between"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_with_a_sentence(spoilt, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        create_product(draft=spoilt)

    assert not Product.objects.exists()


def test_a_handle_is_taken_once():
    ProductFactory(handle="darjeeling")

    with pytest.raises(InvalidInput, match="a product with the handle darjeeling"):
        create_product(draft=TEA)


def test_a_sku_belongs_to_one_product():
    VariantFactory(sku="TEA-250", product__handle="assam")

    with pytest.raises(InvalidInput, match="TEA-250 belongs to the product assam"):
        create_product(draft=TEA)
