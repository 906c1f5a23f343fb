"""Products that are shown together: chosen by hand, or by rules that events keep up with."""

from dataclasses import replace
from decimal import Decimal

import pytest

from apps.catalog.models import CollectionEntry
from apps.catalog.rules.attributes import AttributeDraft
from apps.catalog.rules.collections import RuleDraft
from apps.catalog.services import (
    change_price,
    choose_products,
    create_category,
    create_collection,
    define_attribute,
    describe_product,
    move_category,
    publish_product,
    revise_collection,
    revise_product,
    set_rules,
    withdraw_product,
)
from apps.catalog.services.collections import sorting
from shop.events.catalog import CollectionChanged, ProductUpdated
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from tests.apps.catalog.goods import TEA, published_tea
from tests.factories.catalog import ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db


def by_rule(*rules, title="Chosen"):
    collection = create_collection(handle=title.lower(), title=title, kind="rule")
    return set_rules(collection_id=collection.id, rules=rules)


def inside(collection):
    entries = CollectionEntry.objects.filter(collection=collection)
    return list(entries.values_list("product__handle", flat=True))


def test_products_are_chosen_by_hand_in_an_order(published):
    a, b, c = (ProductFactory(handle=handle) for handle in "abc")
    new = create_collection(handle="new", title="New", kind="manual")

    choose_products(collection_id=new.id, product_ids=[c.id, a.id])
    choose_products(collection_id=new.id, product_ids=[a.id, b.id, a.id])

    assert inside(new) == ["a", "b"]
    told = [event.handle for event in published(ProductUpdated)]
    assert sorted(told[:2]) == ["a", "c"]
    assert sorted(told[2:]) == ["b", "c"]
    assert len(published(CollectionChanged)) == 3


def test_a_product_that_is_gone_cannot_be_chosen():
    new = create_collection(handle="new", title="New", kind="manual")

    with pytest.raises(InvalidInput, match="not there any more"):
        choose_products(collection_id=new.id, product_ids=[new_id()])


def test_each_kind_of_collection_is_filled_in_its_own_way():
    manual = create_collection(handle="new", title="New", kind="manual")
    rule = create_collection(handle="cheap", title="Cheap", kind="rule")

    with pytest.raises(DomainError, match="New is chosen by hand"):
        set_rules(collection_id=manual.id, rules=[RuleDraft(subject="brand", text="A")])
    with pytest.raises(DomainError, match="Cheap is filled by its rules"):
        choose_products(collection_id=rule.id, product_ids=[])


def test_a_price_that_falls_brings_a_product_in_and_one_that_rises_takes_it_out(deliver, published):
    tea = published_tea()
    cheap = by_rule(RuleDraft(subject="price", highest=Decimal(4)))
    deliver("catalog")
    before = inside(cheap)

    change_price(stock_code="TEA-100", price=Decimal("3.90"))
    deliver("catalog")
    during = inside(cheap)
    change_price(stock_code="TEA-100", price=Decimal("4.01"))
    deliver("catalog")

    assert (before, during, inside(cheap)) == ([], ["darjeeling"], [])
    assert [event.product_id for event in published(ProductUpdated)] == [tea.id, tea.id]


def test_the_ends_of_a_range_belong_to_it(deliver):
    published_tea()

    exact = by_rule(RuleDraft(subject="price", lowest=Decimal("4.50"), highest=Decimal("4.50")))
    deliver("catalog")

    assert inside(exact) == ["darjeeling"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (RuleDraft(subject="tag", text="black"), {"tags": ("black", "fine")}),
        (RuleDraft(subject="brand", text="Leaf"), {"brand": "Leaf"}),
        (RuleDraft(subject="product_type", text="Tea"), {"product_type": "Tea"}),
    ],
)
def test_words_of_a_product_bring_it_in_when_they_are_said(deliver, rule, words):
    tea = published_tea()
    chosen = by_rule(rule)
    deliver("catalog")
    before = inside(chosen)

    revise_product(product_id=tea.id, draft=replace(TEA, **words))
    deliver("catalog")

    assert (before, inside(chosen)) == ([], ["darjeeling"])


def test_what_is_measured_brings_a_product_in_whatever_the_unit(deliver):
    weight = AttributeDraft(
        code="weight", label="Weight", kind="measure", dimension="mass", unit="kg"
    )
    define_attribute(draft=weight)
    tea = published_tea()
    light = by_rule(RuleDraft(subject="measure", attribute="weight", highest=Decimal("0.5")))

    describe_product(product_id=tea.id, words={"weight": "499 g"})
    deliver("catalog")
    before = inside(light)
    describe_product(product_id=tea.id, words={"weight": "501 g"})
    deliver("catalog")

    assert (before, inside(light)) == (["darjeeling"], [])


def test_a_choice_brings_a_product_in(deliver):
    define_attribute(
        draft=AttributeDraft(
            code="colour", label="Colour", kind="choice", choices=(("red", "Red"),)
        )
    )
    tea = published_tea()
    red = by_rule(RuleDraft(subject="choice", attribute="colour", choice="red"))

    describe_product(product_id=tea.id, words={"colour": "red"})
    deliver("catalog")

    assert inside(red) == ["darjeeling"]


def test_a_branch_that_moves_takes_its_products_into_collections_and_out(deliver, published):
    food, sale = (create_category(handle=h, title=h) for h in ("food", "sale"))
    tea = create_category(handle="tea", title="tea", parent_id=food.id)
    product = ProductFactory(category=tea)
    on_sale = by_rule(RuleDraft(subject="category", category="sale"))
    deliver("catalog")
    before = inside(on_sale)

    move_category(category_id=tea.id, parent_id=sale.id, position=0)
    deliver("catalog")
    during = inside(on_sale)
    move_category(category_id=tea.id, parent_id=None, position=0)
    deliver("catalog")

    assert (before, during, inside(on_sale)) == ([], [product.handle], [])
    assert len(published(ProductUpdated)) == 2


def test_every_rule_has_to_be_kept(deliver):
    for handle, brand, price in (("a", "Leaf", 5), ("b", "Leaf", 50), ("c", "Root", 5)):
        VariantFactory(product=ProductFactory(handle=handle, brand=brand), price=price)

    chosen = by_rule(
        RuleDraft(subject="brand", text="Leaf"), RuleDraft(subject="price", highest=Decimal(10))
    )
    deliver("catalog")

    assert inside(chosen) == ["a"]


def test_only_what_is_for_sale_is_in_a_collection_by_rule(deliver):
    tea = published_tea()
    chosen = by_rule(RuleDraft(subject="price", lowest=Decimal(1)))
    deliver("catalog")
    before = inside(chosen)

    withdraw_product(product_id=tea.id)
    deliver("catalog")
    during = inside(chosen)
    publish_product(product_id=tea.id)
    deliver("catalog")

    assert (before, during, inside(chosen)) == (["darjeeling"], [], ["darjeeling"])


def test_other_rules_fill_a_collection_anew_page_by_page(deliver, monkeypatch):
    monkeypatch.setattr(sorting, "PRODUCTS_AT_ONCE", 2)
    for number in range(5):
        ProductFactory(handle=f"p{number}", brand=["Leaf", "Root"][number % 2])
    chosen = by_rule(RuleDraft(subject="brand", text="Leaf"))
    deliver("catalog")
    before = inside(chosen)

    set_rules(collection_id=chosen.id, rules=[RuleDraft(subject="brand", text="Root")])
    deliver("catalog")

    assert before == ["p0", "p2", "p4"]
    assert inside(chosen) == ["p1", "p3"]


def test_without_rules_a_collection_is_empty(deliver):
    published_tea()
    chosen = by_rule(RuleDraft(subject="price", lowest=Decimal(1)))
    deliver("catalog")

    set_rules(collection_id=chosen.id, rules=[])
    deliver("catalog")

    assert inside(chosen) == []


def test_events_of_a_product_without_rules_around_cost_one_question(
    deliver, django_assert_num_queries
):
    product = published_tea()

    with django_assert_num_queries(3):  # with the two of its transaction
        sorting.sort_product(product_id=product.id)


def test_sorting_into_many_collections_takes_the_same_number_of_statements(
    deliver, django_assert_max_num_queries
):
    product = published_tea()
    for number in range(20):
        by_rule(RuleDraft(subject="price", lowest=Decimal(number)), title=f"C{number}")

    with django_assert_max_num_queries(10):
        sorting.sort_product(product_id=product.id)

    assert CollectionEntry.objects.count() == 10


def test_a_collection_is_described_anew(published):
    new = create_collection(handle="new", title="New", kind="manual")

    revise_collection(collection_id=new.id, title="Just in", blurb="Look!", picture="", position=2)

    assert published(CollectionChanged)[-1] == CollectionChanged(
        collection_id=new.id, handle="new", title="Just in"
    )


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (RuleDraft(subject="smell"), "A rule is about one of"),
        (RuleDraft(subject="brand"), "Say which brand"),
        (RuleDraft(subject="price"), "Say the lowest, the highest, or both"),
        (RuleDraft(subject="price", lowest=Decimal(2), highest=Decimal(1)), "swap them"),
        (RuleDraft(subject="category", category="x"), "There is no category x"),
        (RuleDraft(subject="choice", attribute="x", choice="y"), "has no choice y"),
        (RuleDraft(subject="measure", attribute="x", lowest=Decimal(1)), "no attribute x"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        by_rule(rule)


def test_two_collections_share_neither_handle_nor_title():
    create_collection(handle="new", title="New", kind="manual")

    with pytest.raises(InvalidInput, match="the handle new"):
        create_collection(handle="new", title="Other", kind="manual")
    with pytest.raises(InvalidInput, match="a collection called New"):
        create_collection(handle="other", title="New", kind="manual")
