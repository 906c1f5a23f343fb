from dataclasses import replace
from decimal import Decimal

import pytest

from apps.catalog.models import Product, ProductState, Variant
from apps.catalog.queries import complete_products, draft_of
from apps.catalog.rules.drafts import ImageDraft, VariantDraft
from apps.catalog.services import (
    create_product,
    draw_product,
    publish_product,
    revise_product,
    withdraw_product,
)
from shop.events.base import Money
from shop.events.catalog import (
    ProductPriceChanged,
    ProductPublished,
    ProductWithdrawn,
    PublishedVariant,
)
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from tests.apps.catalog.goods import LARGE, SMALL, TEA, published_tea
from tests.factories.catalog import CategoryFactory

pytestmark = pytest.mark.django_db


def stored() -> Product:
    return complete_products().get(handle="darjeeling")


def test_a_new_product_is_a_draft_that_nobody_hears_of(published):
    CategoryFactory(handle="tea")

    create_product(draft=replace(TEA, category="tea", tags=("black, first flush", "black")))

    product = stored()
    assert product.state == ProductState.DRAFT
    assert (product.category.handle, product.tags) == ("tea", ["black", "first flush"])
    assert [(v.stock_code, v.cost().amount, v.position) for v in product.variants.all()] == [
        ("TEA-100", Decimal("4.50"), 1),
        ("TEA-250", Decimal("9.90"), 2),
    ]
    assert published(ProductPublished) == []


def test_a_published_product_tells_all_its_variants(published):
    product = create_product(draft=TEA)

    publish_product(product_id=product.id)

    assert published(ProductPublished) == [
        ProductPublished(
            product_id=product.id,
            title="Darjeeling",
            variants=(
                PublishedVariant(
                    sku="TEA-100",
                    title="Darjeeling (100 g)",
                    price=Money(amount=Decimal("4.50"), currency="EUR"),
                    tax_class="standard",
                    weight_grams=120,
                ),
                PublishedVariant(
                    sku="TEA-250",
                    title="Darjeeling (250 g)",
                    price=Money(amount=Decimal("9.90"), currency="EUR"),
                    tax_class="standard",
                    weight_grams=280,
                ),
            ),
        )
    ]


def test_a_variant_without_sku_is_sold_under_a_lasting_code_of_its_own():
    nameless = [VariantDraft(option_values=(size,), price=Decimal(5)) for size in ("S", "M")]

    create_product(draft=replace(TEA, variants=tuple(nameless)))

    codes = [variant.stock_code for variant in stored().variants.all()]
    assert [code.rpartition("-")[0] for code in codes] == ["darjeeling-s", "darjeeling-m"]
    assert [variant.sku for variant in stored().variants.all()] == ["", ""]


def test_a_variant_that_gets_its_sku_later_keeps_its_stock_code():
    nameless = VariantDraft(option_values=("S",), price=Decimal(5))
    product = create_product(draft=replace(TEA, variants=(nameless,)))
    code = Variant.objects.get().stock_code

    revise_product(
        product_id=product.id, draft=replace(TEA, variants=(replace(nameless, sku="TEA-S"),))
    )

    variant = Variant.objects.get()
    assert (variant.sku, variant.stock_code) == ("TEA-S", code)


def test_a_revised_product_for_sale_is_published_again_in_its_new_variants(published):
    product = published_tea()
    tin = VariantDraft(sku="TEA-TIN", option_values=("Tin",), price=Decimal(15))

    revise_product(product_id=product.id, draft=replace(TEA, variants=(LARGE, tin)))

    assert [v.sku for v in published(ProductPublished)[-1].variants] == ["TEA-250", "TEA-TIN"]
    assert [v.sku for v in stored().variants.all()] == ["TEA-250", "TEA-TIN"]


def test_a_revision_that_changes_nothing_tells_nothing(published, django_assert_num_queries):
    product = published_tea()

    with django_assert_num_queries(9):
        revise_product(product_id=product.id, draft=draft_of(stored()))

    assert len(published(ProductPublished)) == 1


def test_a_revision_of_words_that_nobody_else_shows_tells_nothing(published):
    product = published_tea()

    revise_product(product_id=product.id, draft=replace(TEA, description="<p>Flowery.</p>"))

    assert stored().description == "<p>Flowery.</p>"
    assert len(published(ProductPublished)) == 1


def test_a_revised_price_is_told_as_a_price(published):
    product = published_tea()
    dearer = replace(SMALL, price=Decimal("4.80"))

    revise_product(product_id=product.id, draft=replace(TEA, variants=(dearer, LARGE)))

    (event,) = published(ProductPriceChanged)
    assert (event.sku, event.old_price.amount, event.new_price.amount) == (
        "TEA-100",
        Decimal("4.50"),
        Decimal("4.80"),
    )
    assert len(published(ProductPublished)) == 1


def test_images_follow_the_revision():
    first, second = (ImageDraft(address=f"https://a.example/{n}.jpg") for n in (1, 2))
    product = create_product(draft=replace(TEA, images=(first, second)))

    revise_product(
        product_id=product.id,
        draft=replace(TEA, images=(replace(second, alt="A tin", position=1),)),
    )

    images = [(image.address, image.alt, image.position) for image in stored().images.all()]
    assert images == [("https://a.example/2.jpg", "A tin", 1)]


def test_a_withdrawn_product_tells_which_codes_are_no_longer_sold(published):
    product = published_tea()

    withdraw_product(product_id=product.id)

    assert published(ProductWithdrawn) == [
        ProductWithdrawn(product_id=product.id, skus=("TEA-100", "TEA-250"))
    ]


def test_a_withdrawn_product_cannot_be_withdrawn_again(published):
    product = published_tea()
    withdraw_product(product_id=product.id)

    with pytest.raises(DomainError, match="A withdrawn product cannot become withdrawn"):
        withdraw_product(product_id=product.id)

    assert len(published(ProductWithdrawn)) == 1


def test_a_withdrawn_product_can_be_offered_again(published):
    product = published_tea()
    withdraw_product(product_id=product.id)

    publish_product(product_id=product.id)

    assert stored().is_for_sale
    assert len(published(ProductPublished)) == 2


def test_an_unknown_product_cannot_be_published():
    with pytest.raises(NotFound, match="no such product"):
        publish_product(product_id=new_id())


def test_a_product_has_a_drawing():
    product = create_product(draft=TEA, picture="<svg/>")

    draw_product(product_id=product.id, picture="<svg><title>Tea</title></svg>")

    assert stored().picture == "<svg><title>Tea</title></svg>"
