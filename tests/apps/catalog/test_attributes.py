"""What is said of products, typed and in units."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from apps.catalog.models import AttributeValue, Product
from apps.catalog.rules.attributes import AttributeDraft
from apps.catalog.rules.units import UNITS, base_value
from apps.catalog.services import (
    create_product,
    define_attribute,
    define_product_type,
    describe_product,
    publish_product,
    revise_attribute,
    revise_product,
)
from shop.events.catalog import AttributeChanged, ProductUpdated
from shop.kernel.errors import DomainError, InvalidInput
from tests.apps.catalog.files import take
from tests.apps.catalog.goods import TEA, published_tea
from tests.factories.catalog import (
    AttributeChoiceFactory,
    AttributeFactory,
    AttributeValueFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db

WEIGHT = AttributeDraft(code="weight", label="Weight", kind="measure", dimension="mass", unit="g")
COLOUR = AttributeDraft(
    code="colour", label="Colour", kind="choice", choices=(("red", "Red"), ("blue", "Blue"))
)


def shown(product):
    return [f"{v.attribute.label}: {v.shown}" for v in product.attribute_values.all()]


def test_grams_and_kilograms_sort_and_filter_as_what_they_weigh():
    define_attribute(draft=WEIGHT)
    products = {text: ProductFactory() for text in ("1 kg", "500 g", "0.75kg", "2000mg")}

    for text, product in products.items():
        describe_product(product_id=product.id, words={"weight": text})

    values = AttributeValue.objects.order_by("base_value")
    assert [v.shown for v in values] == ["2000 mg", "500 g", "0.75 kg", "1 kg"]
    assert [v.shown for v in values.filter(base_value__lt=750)] == ["2000 mg", "500 g"]


@pytest.mark.parametrize(
    ("number", "unit", "dimension", "base"),
    [
        ("0.5", "kg", "mass", "500"),
        ("250", "ml", "volume", "0.25"),
        ("3", "mm", "length", "0.003"),
        ("90", "min", "duration", "5400"),
    ],
)
def test_every_unit_has_a_place_in_its_dimension(number, unit, dimension, base):
    assert base_value(Decimal(number), unit=unit, dimension=dimension) == Decimal(base)


def test_each_dimension_has_one_base_unit():
    assert all(Decimal(1) in units.values() for units in UNITS.values())


@pytest.mark.parametrize(
    ("kind", "text", "shown_as"),
    [
        ("text", " Hand  made ", "Hand made"),
        ("number", "12.50", "12.5"),
        ("flag", "Yes", "yes"),
        ("flag", "0", "no"),
    ],
)
def test_a_value_is_understood_by_the_kind_of_its_attribute(kind, text, shown_as):
    define_attribute(draft=AttributeDraft(code="x", label="X", kind=kind))
    product = ProductFactory()

    describe_product(product_id=product.id, words={"x": text})

    assert shown(product) == [f"X: {shown_as}"]


def test_a_bare_measure_is_in_the_unit_of_the_attribute():
    define_attribute(draft=replace(WEIGHT, unit="kg"))
    product = ProductFactory()

    describe_product(product_id=product.id, words={"weight": "1.20"})

    assert shown(product) == ["Weight: 1.2 kg"]


def test_several_choices_may_be_true_at_once():
    define_attribute(draft=COLOUR)
    product = ProductFactory()

    describe_product(product_id=product.id, words={"colour": "blue, RED, blue"})

    assert shown(product) == ["Colour: Red", "Colour: Blue"]


@pytest.mark.parametrize(
    ("draft", "text", "sentence"),
    [
        (WEIGHT, "5 ml", "Weight: 'ml' is no unit of mass: use mg, g, kg, t"),
        (WEIGHT, "heavy", "is no number"),
        (WEIGHT, "0.0000001 g", "too exact"),
        (WEIGHT, "99999999999999 g", "too large"),
        (COLOUR, "green", "no choice green: take red, blue"),
        (AttributeDraft(code="n", label="N", kind="number"), "5 kg", "no bare number"),
        (AttributeDraft(code="f", label="F", kind="flag"), "maybe", "neither yes nor no"),
    ],
)
def test_what_an_attribute_does_not_understand_is_refused(draft, text, sentence):
    define_attribute(draft=draft)
    product = ProductFactory()

    with pytest.raises(InvalidInput, match=sentence):
        describe_product(product_id=product.id, words={draft.code: text})


def test_an_unknown_attribute_is_refused():
    with pytest.raises(InvalidInput, match="There is no attribute size"):
        describe_product(product_id=ProductFactory().id, words={"size": "XL"})


def test_a_change_is_told_once_and_no_change_not_at_all(published):
    define_attribute(draft=WEIGHT)
    define_attribute(draft=COLOUR)
    tea = published_tea()

    for _ in range(2):
        describe_product(product_id=tea.id, words={"weight": "500 g", "colour": "red"})

    assert len(published(ProductUpdated)) == 1


def test_empty_words_take_back_what_was_said_and_silence_leaves_it():
    define_attribute(draft=WEIGHT)
    define_attribute(draft=COLOUR)
    product = ProductFactory()
    describe_product(product_id=product.id, words={"weight": "500 g", "colour": "red"})

    describe_product(product_id=product.id, words={"weight": ""})

    assert shown(product) == ["Colour: Red"]


def test_a_type_needs_its_attributes_before_the_product_is_for_sale():
    define_attribute(draft=WEIGHT)
    define_product_type(title="Tea", required=["weight"])
    product = create_product(draft=replace(TEA, product_type="Tea"))

    with pytest.raises(DomainError, match="Darjeeling is a Tea, which needs Weight"):
        publish_product(product_id=product.id)
    describe_product(product_id=product.id, words={"weight": "100 g"})
    publish_product(product_id=product.id)

    with pytest.raises(DomainError, match="needs Weight"):
        describe_product(product_id=product.id, words={"weight": ""})


def test_what_is_for_sale_cannot_become_of_a_type_whose_needs_it_lacks():
    define_attribute(draft=WEIGHT)
    define_product_type(title="Tea", required=["weight"])
    tea = published_tea()

    with pytest.raises(DomainError, match="needs Weight"):
        revise_product(product_id=tea.id, draft=replace(TEA, product_type="Tea"))


def test_a_file_puts_nothing_up_for_sale_that_lacks_an_attribute():
    define_attribute(draft=WEIGHT)
    define_product_type(title="Tea", required=["weight"])
    row = {"Handle": "tea", "Title": "Tea", "Type": "Tea", "Variant Price": "3"}

    tally, findings = take(row | {"Status": "active"})
    again, _ = take(row | {"Status": "active"})

    assert Product.objects.get().state == "draft"
    assert (tally.products_created, tally.notes) == (1, 1)
    assert "need the attribute Weight to be for sale" in findings[0].reason
    assert (again.products_unchanged, again.products_changed) == (1, 0)


def test_a_file_leaves_alone_what_is_for_sale_and_would_lack_an_attribute():
    take({"Handle": "tea", "Title": "Tea", "Variant Price": "3", "Status": "active"})
    define_attribute(draft=WEIGHT)
    define_product_type(title="Tea", required=["weight"])

    tally, _ = take({"Handle": "tea", "Title": "Tea", "Type": "Tea", "Variant Price": "4"})

    product = Product.objects.get()
    assert (product.state, product.product_type, tally.errors) == ("published", "", 1)
    assert product.variants.get().price == 3


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(WEIGHT, code="Weight!"), "A code has small letters"),
        (replace(WEIGHT, kind="colour"), "An attribute is one of"),
        (replace(WEIGHT, dimension=""), "A measure needs a dimension"),
        (replace(WEIGHT, unit="ml"), "The unit of mass is one of"),
        (replace(WEIGHT, label=""), "It needs a label"),
        (replace(COLOUR, unit="g"), "has no dimension and unit"),
        (replace(COLOUR, choices=(("Deep Red", "Deep red"),)), "is no value"),
        (AttributeDraft(code="n", label="N", kind="text", choices=(("a", "A"),)), "no choices"),
    ],
)
def test_an_attribute_that_makes_no_sense_is_refused(draft, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        define_attribute(draft=draft)


def test_an_attribute_may_be_called_differently_and_offer_other_choices(published):
    attribute = define_attribute(draft=COLOUR)
    product = ProductFactory()
    describe_product(product_id=product.id, words={"colour": "red"})

    choices = (("green", "Green"), ("red", "Crimson"))
    revise_attribute(
        attribute_id=attribute.id, draft=replace(COLOUR, label="Shade", choices=choices)
    )

    assert shown(product) == ["Shade: Crimson"]
    assert [c.value for c in attribute.choices.all()] == ["green", "red"]
    assert len(published(AttributeChanged)) == 2


def test_a_choice_that_some_product_has_stays():
    attribute = define_attribute(draft=COLOUR)
    describe_product(product_id=ProductFactory().id, words={"colour": "red"})

    with pytest.raises(DomainError, match="Red is still chosen"):
        revise_attribute(attribute_id=attribute.id, draft=replace(COLOUR, choices=()))


def test_the_database_refuses_a_value_of_another_kind():
    colour = AttributeFactory(kind="choice")
    AttributeValueFactory(attribute=colour, choice=None, kind="text", text="red")

    with pytest.raises(IntegrityError, match="attribute_value_kind"):
        connection.check_constraints()


def test_the_database_refuses_a_choice_of_another_attribute():
    AttributeValueFactory(attribute=AttributeFactory(), choice=AttributeChoiceFactory())

    with pytest.raises(IntegrityError, match="attribute_value_choice"):
        connection.check_constraints()


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "text"},
        {"kind": "text", "text": "a", "flag": True},
        {"kind": "measure", "number": 5, "base_value": 5},
        {"kind": "measure", "number": 5, "unit": "g"},
        {"kind": "flag"},
        {"kind": "choice"},
    ],
)
def test_the_database_refuses_a_value_that_is_none(columns):
    attribute = AttributeFactory()

    with pytest.raises(IntegrityError, match="attribute_value_is_of_its_kind"):
        AttributeValueFactory(attribute=attribute, **{"choice": None, **columns})


def test_the_database_keeps_one_weight_a_product():
    value = AttributeValueFactory(
        attribute=AttributeFactory(kind="flag"), choice=None, kind="flag", flag=True
    )

    with pytest.raises(IntegrityError, match="attribute_value_once"):
        AttributeValueFactory(
            product=value.product,
            attribute=value.attribute,
            choice=None,
            kind="flag",
            flag=False,
        )
