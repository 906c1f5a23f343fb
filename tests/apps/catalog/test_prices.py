from decimal import Decimal

import pytest

from apps.catalog.models import Variant
from apps.catalog.services import change_price, create_product
from shop.events.base import Money
from shop.events.catalog import ProductPriceChanged
from shop.kernel.errors import InvalidInput, NotFound
from tests.apps.catalog.goods import TEA, published_tea
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db


def test_a_new_price_is_told_once(published):
    product = published_tea()

    change_price(stock_code="TEA-250", price=Decimal(12), compare_at_price=Decimal(15))
    change_price(stock_code="TEA-250", price=Decimal(12))

    assert published(ProductPriceChanged) == [
        ProductPriceChanged(
            product_id=product.id,
            sku="TEA-250",
            old_price=Money(amount=Decimal("9.90"), currency="EUR"),
            new_price=Money(amount=Decimal("12.00"), currency="EUR"),
        )
    ]
    assert Variant.objects.get(sku="TEA-250").compare_at_price is None


def test_the_price_of_a_draft_is_nobody_elses_business(published):
    create_product(draft=TEA)

    change_price(stock_code="TEA-100", price=Decimal(5))

    assert Variant.objects.get(sku="TEA-100").price == 5
    assert published(ProductPriceChanged) == []


@pytest.mark.parametrize("price", ["0", "-1", "4.505", "100000000", "NaN", "Infinity"])
def test_what_is_no_price_is_refused(price):
    VariantFactory(stock_code="TEA-100", price=Decimal(4))

    with pytest.raises(InvalidInput):
        change_price(stock_code="TEA-100", price=Decimal(price))

    assert Variant.objects.get().price == 4


def test_a_former_price_lies_above_the_price():
    VariantFactory(stock_code="TEA-100")

    with pytest.raises(InvalidInput, match="must lie above the price"):
        change_price(stock_code="TEA-100", price=Decimal(5), compare_at_price=Decimal(5))


def test_an_unknown_stock_code_has_no_price():
    with pytest.raises(NotFound, match="stock code TEA-999"):
        change_price(stock_code="TEA-999", price=Decimal(5))
