"""Attributes as columns of product files, as Shopify has its metafields."""

import pytest

from apps.catalog.models import AttributeValue, Product, ProductState
from apps.catalog.queries import exported_header, exported_rows
from apps.catalog.rules.attributes import AttributeDraft
from apps.catalog.services import (
    define_attribute,
    define_product_type,
    import_products,
    rehearse_import,
)
from shop.events.catalog import ProductUpdated
from tests.apps.catalog.files import more, product_file, shirt, take
from tests.statements.counting import statements_to

pytestmark = pytest.mark.django_db

WEIGHT = "Weight (product.metafields.custom.weight)"
COLOUR = "Color (product.metafields.shopify.color-pattern)"
SOFT = "Is it soft? (product.metafields.custom.soft)"


@pytest.fixture(autouse=True)
def attributes():
    define_attribute(
        draft=AttributeDraft(
            code="weight", label="Weight", kind="measure", dimension="mass", unit="g"
        )
    )
    define_attribute(
        draft=AttributeDraft(
            code="color_pattern",
            label="Colour",
            kind="choice",
            choices=(("red", "Red"), ("green", "Green"), ("navy", "Dark blue")),
        )
    )
    define_attribute(draft=AttributeDraft(code="soft", label="Soft", kind="flag"))


def said(handle="shirt"):
    values = AttributeValue.objects.filter(product__handle=handle)
    return {(value.attribute.code, value.shown) for value in values}


def test_a_file_describes_products_in_units_choices_and_flags():
    tally, findings = take(
        shirt(**{WEIGHT: "0.2 kg", COLOUR: "Dark Blue; red", SOFT: "TRUE"}),
        more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="21"),
    )

    assert said() == {
        ("weight", "0.2 kg"),
        ("color_pattern", "Red"),
        ("color_pattern", "Dark blue"),
        ("soft", "yes"),
    }
    assert (tally.products_created, findings) == (1, [])


def test_the_same_again_changes_nothing_and_another_value_is_told_once(published):
    take(shirt(**{WEIGHT: "0.2 kg", COLOUR: "red"}))

    again, _ = take(shirt(**{WEIGHT: "0.2 kg", COLOUR: "red"}))
    changed, _ = take(shirt(**{WEIGHT: "250 g", COLOUR: ""}))

    assert (again.products_unchanged, changed.products_changed) == (1, 1)
    assert said() == {("weight", "250 g"), ("color_pattern", "Red")}
    assert len(published(ProductUpdated)) == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({WEIGHT: "heavy"}, 'Weight: "heavy" is no number: write digits and a point, like 1.5 kg.'),
        ({WEIGHT: "3 m"}, "Weight: 'm' is no unit of mass: use mg, g, kg, t."),
        ({COLOUR: "red; pink"}, "Colour: There is no choice pink: take red, green, navy."),
        ({SOFT: "very"}, 'Soft: "very" is neither yes nor no.'),
    ],
)
def test_a_value_that_makes_no_sense_is_named_with_its_place_and_left_out(cells, reason):
    tally, (finding,) = take(shirt(**cells))

    (column,) = cells
    assert (finding.line, finding.column, finding.reason) == (2, column, reason)
    assert (tally.products_created, tally.notes, said()) == (1, 1, set())


def test_an_unknown_attribute_is_named_once_and_only_if_something_is_said_of_it():
    unknown = "Neckline (product.metafields.shopify.neckline)"
    empty = "Fabric (product.metafields.shopify.fabric)"

    _, findings = take(
        shirt(**{unknown: "", empty: ""}),
        shirt(Handle="top", Variant_SKU="TOP", **{unknown: "Crew"}),
        shirt(Handle="vest", Variant_SKU="VEST", **{unknown: "Deep"}),
    )

    (finding,) = findings
    assert (finding.line, finding.column) == (3, unknown)
    assert finding.reason == (
        "There is no attribute neckline: define it, then take the file in again. Its column is"
        " left out."
    )


def test_a_rehearsal_tells_what_would_change_and_writes_nothing():
    take(shirt(**{WEIGHT: "0.2 kg"}))
    lines = product_file(shirt(**{WEIGHT: "300 g"}), shirt(Handle="top", Variant_SKU="TOP"))

    tally = rehearse_import(lines, tell=[].append)

    assert (tally.products_created, tally.products_changed) == (1, 1)
    assert said() == {("weight", "0.2 kg")}


def test_what_is_exported_comes_back_to_the_byte():
    take(
        shirt(**{WEIGHT: "0.20 kg", COLOUR: "green, red"}),
        more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="21"),
        shirt(Handle="top", Variant_SKU="TOP", **{SOFT: "no"}),
    )
    header, rows = exported_header(), list(exported_rows())
    lines = product_file(*(dict(zip(header, row, strict=True)) for row in rows))

    again = import_products(lines, tell=[].append)
    Product.objects.all().delete()
    import_products(lines, tell=[].append)

    assert again.products_unchanged == 2
    assert [name for name in header if "metafields" in name] == [
        "Colour (product.metafields.custom.color_pattern)",
        "Soft (product.metafields.custom.soft)",
        WEIGHT,
    ]
    assert rows[0][-3:] == ["red, green", "", "0.2 kg"]
    assert list(exported_rows()) == rows


def test_a_file_may_bring_what_its_type_needs_to_be_for_sale():
    define_product_type(title="Tops", required=["weight"])

    _, (finding,) = take(shirt(Type="Tops"), shirt(Handle="top", Variant_SKU="TOP"))
    assert "need the attribute Weight to be for sale" in finding.reason

    _, findings = take(shirt(Type="Tops", **{WEIGHT: "200 g"}))

    assert findings == []
    assert Product.objects.get(handle="shirt").state == ProductState.PUBLISHED


def test_of_two_columns_for_one_attribute_the_first_counts():
    other = "Grams (product.metafields.other.weight)"

    take(shirt(**{WEIGHT: "200 g", other: "999 g"}))

    assert said() == {("weight", "200 g")}


def test_many_described_products_need_no_more_queries_than_few():
    def statements_for(count, weight):
        names = [f"thing-{number}" for number in range(count)]
        rows = [
            shirt(Handle=name, Variant_SKU=name, Status="draft", **{WEIGHT: weight})
            for name in names
        ]
        return statements_to(lambda: import_products(product_file(*rows), tell=[].append))

    few = [statements_for(2, weight) for weight in ("1 g", "2 g")]
    many = [statements_for(60, weight) for weight in ("3 g", "4 g")]

    assert many[1] == few[1]
    assert many[0] <= few[0] + few[1]
