import re
from collections import Counter
from decimal import Decimal

from shop.operations.demo.catalogue import catalogue, products
from shop.operations.demo.shapes import DemoVariant

VARIANTS = [variant for product in products() for variant in product.variants]


def in_all_warehouses(variant: DemoVariant) -> int:
    return sum(variant.stock.values())


def test_a_dozen_departments_hold_at_least_two_hundred_products():
    assert len(catalogue()) >= 12
    assert len(products()) >= 200


def test_every_department_holds_at_least_ten_products_and_every_product_has_one():
    sizes = Counter(product.category for product in products())

    assert set(sizes) == {category.handle for category in catalogue()}
    assert min(sizes.values()) >= 10


def test_no_handle_and_no_description_is_used_twice():
    handles = [product.handle for product in products()]
    descriptions = [product.description for product in products()]

    assert len(set(handles)) == len(handles)
    assert len(set(descriptions)) == len(descriptions)


def test_no_sku_is_used_twice_and_all_can_be_read_aloud():
    skus = [variant.sku for variant in VARIANTS]

    assert len(set(skus)) == len(skus)
    assert [sku for sku in skus if not re.fullmatch(r"[A-Z]{3}(-[A-Z0-9]+)+", sku)] == []


def test_a_description_is_two_or_three_whole_sentences():
    told = {p.handle: re.findall(r"[.?!](?:\s|$)", p.description) for p in products()}

    assert [handle for handle, sentences in told.items() if len(sentences) not in {2, 3}] == []
    assert [p.handle for p in products() if not p.description.endswith(".")] == []
    assert [p.handle for p in products() if "  " in p.description] == []


def test_variants_differ_and_have_a_value_for_every_option():
    for product in products():
        choices = [variant.option_values for variant in product.variants]

        assert choices, product.handle
        assert {len(choice) for choice in choices} == {len(product.options)}, product.handle
        assert len(set(choices)) == len(choices), product.handle


def test_a_product_has_a_brand_and_a_known_tax_class():
    assert [p.handle for p in products() if not p.brand] == []
    assert {p.tax_class for p in products()} == {"standard", "reduced", "books"}


def test_prices_are_positive_with_exactly_two_decimals():
    prices = [variant.price for variant in VARIANTS]
    earlier = [variant.compare_at_price for variant in VARIANTS if variant.compare_at_price]

    assert {price.as_tuple().exponent for price in prices + earlier} == {-2}
    assert min(prices) > Decimal("0.00")


def test_some_prices_are_reduced_and_always_from_something_higher():
    reduced = [variant for variant in VARIANTS if variant.compare_at_price is not None]

    assert len(reduced) >= 30
    assert [v.sku for v in reduced if v.compare_at_price <= v.price] == []


def test_everything_weighs_something_and_is_counted_in_both_warehouses():
    assert min(variant.weight_grams for variant in VARIANTS) > 0
    assert {tuple(sorted(variant.stock)) for variant in VARIANTS} == {("north", "south")}
    assert min(min(variant.stock.values()) for variant in VARIANTS) == 0


def test_some_things_are_scarce_and_some_are_gone():
    units = [in_all_warehouses(variant) for variant in VARIANTS]

    assert len([number for number in units if 1 <= number <= 3]) >= 10
    assert len([number for number in units if number == 0]) >= 3
