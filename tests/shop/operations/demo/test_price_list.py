from decimal import Decimal

import pytest

from shop.operations.demo.price_list import Shelf, handle_of, read_price_list
from shop.operations.demo.shapes import Drawing

SHELF = Shelf(category="sundries", scene="circle", tax_class="reduced")

ENTRY = """
Sencha | Fennimore | tin sage: Green Tea | Weight
    Grassy and
    sweet.
    TEA-100 | 100 g | 12.90           | 130 | 44 | 20
    TEA-250 | 250 g | 27.50 was 31.00 | 290 | 12 | 0
"""


def test_an_entry_becomes_a_product_with_its_variants():
    (sencha,) = read_price_list(ENTRY, shelf=SHELF)

    assert (sencha.handle, sencha.brand, sencha.options) == ("sencha", "Fennimore", ("Weight",))
    assert sencha.description == "Grassy and sweet."
    assert (sencha.category, sencha.tax_class) == ("sundries", "reduced")
    assert sencha.drawing == Drawing(
        motif="tin", palette="sage", scene="circle", title="Sencha", label="Green Tea"
    )


def test_a_row_tells_price_earlier_price_weight_and_stock():
    (sencha,) = read_price_list(ENTRY, shelf=SHELF)

    small, large = sencha.variants

    assert (small.sku, small.option_values, small.weight_grams) == ("TEA-100", ("100 g",), 130)
    assert (small.price, small.compare_at_price) == (Decimal("12.90"), None)
    assert (large.price, large.compare_at_price) == (Decimal("27.50"), Decimal("31.00"))
    assert large.stock == {"north": 12, "south": 0}


def test_a_star_opens_a_row_for_each_value_of_the_last_option():
    entry = (
        "Vest | Skarv | vest moss | Colour / Size\n  V-NVY-* | Navy / S Xl | 5.00 | 9 | 1 2 | 3 4"
    )

    (vest,) = read_price_list(entry, shelf=SHELF)

    assert vest.options == ("Colour", "Size")
    assert [v.sku for v in vest.variants] == ["V-NVY-S", "V-NVY-XL"]
    assert [v.option_values for v in vest.variants] == [("Navy", "S"), ("Navy", "Xl")]
    assert [v.stock for v in vest.variants] == [{"north": 1, "south": 3}, {"north": 2, "south": 4}]


def test_a_blank_line_parts_two_products():
    one = "One | A | vest moss\n  A-1 | 5.00 | 9 | 1 | 1"
    two = "Two | B | vest moss\n  B-1 | 6.00 | 9 | 1 | 1"

    listed = read_price_list(f"{one}\n\n{two}", shelf=SHELF)

    assert [product.title for product in listed] == ["One", "Two"]


@pytest.mark.parametrize(
    "row",
    [
        "V-1 | 5.00 | 9 | 1",
        "V-1 | five | 9 | 1 | 1",
        "V-1 | 5.00 | heavy | 1 | 1",
        "V-* | S M L | 5.00 | 9 | 1 2 | 3 4 5",
    ],
    ids=["column missing", "no price", "no weight", "stock of a size missing"],
)
def test_an_entry_that_cannot_be_read_is_quoted(row: str):
    with pytest.raises(ValueError, match=r"cannot be read: 'Vest \| Skarv"):
        read_price_list(f"Vest | Skarv | vest moss | Size\n    {row}", shelf=SHELF)


@pytest.mark.parametrize(
    ("title", "handle"),
    [
        ("Café au lait & Crêpes", "cafe-au-lait-crepes"),
        ("The Lamplighter's Atlas", "the-lamplighters-atlas"),
        ("Plunger No. 8", "plunger-no-8"),
    ],
)
def test_a_title_can_stand_in_an_address(title: str, handle: str):
    assert handle_of(title) == handle
