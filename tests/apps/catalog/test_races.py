"""Two of everything at once, with real threads and real commits."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from apps.catalog.models import Category, FormerHandle, PlannedPrice, Product, ProductImage
from apps.catalog.queries import current_handle, edition_of_lists, listing_by_handle
from apps.catalog.services import (
    add_image,
    cancel_planned_price,
    change_handle,
    create_category,
    create_product,
    import_products,
    move_category,
    plan_prices,
    sort_product,
)
from apps.catalog.services.categories import ensure_categories
from apps.catalog.tasks import prepare_image
from apps.orders.queries import cart_of
from apps.orders.services import add_to_cart
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from tests.apps.catalog.files import product_file, shirt
from tests.apps.catalog.goods import SMALL, TEA, published_tea
from tests.apps.catalog.pictures import picture
from tests.factories.catalog import CollectionFactory, CollectionRuleFactory
from tests.together import at_once, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)

BUYER = new_id()


def moved(category, parent):
    return lambda: move_category(category_id=category.id, parent_id=parent.id, position=0)


@pytest.mark.parametrize("turn", range(5))
def test_two_moves_never_make_a_circle(turn):
    tea, tools = (create_category(handle=h, title=h) for h in ("tea", "tools"))

    results = outcomes_of([moved(tea, tools), moved(tools, tea)])

    assert sorted(type(result).__name__ for result in results) == ["Category", "DomainError"]
    assert sorted(len(each.lineage) for each in Category.objects.all()) == [1, 2]


def test_three_moves_never_make_a_circle():
    a, b, c = (create_category(handle=h, title=h) for h in "abc")

    results = outcomes_of([moved(a, b), moved(b, c), moved(c, a)])

    assert sum(isinstance(result, DomainError) for result in results) == 1
    assert sorted(len(each.lineage) for each in Category.objects.all()) == [1, 2, 3]


def test_a_branch_that_grows_while_it_moves_keeps_its_new_leaf():
    food, drinks = (create_category(handle=h, title=h) for h in ("food", "drinks"))

    results = outcomes_of(
        [moved(food, drinks), lambda: create_category(handle="tea", title="tea", parent_id=food.id)]
    )

    assert all(isinstance(result, Category) for result in results)
    assert Category.objects.get(handle="tea").full_title == "drinks > food > tea"


def test_two_files_may_name_the_same_new_categories():
    at_once([lambda: ensure_categories(["Food > Tea", "Food > Coffee"])] * 4)

    titles = sorted(Category.objects.values_list("full_title", flat=True))
    assert titles == ["Food", "Food > Coffee", "Food > Tea"]


def test_two_products_cannot_take_the_same_handle():
    first = create_product(draft=TEA)
    second = create_product(draft=replace(TEA, handle="b", variants=(replace(SMALL, sku="B"),)))

    results = outcomes_of(
        [
            lambda: change_handle(product_id=first.id, handle="new"),
            lambda: change_handle(product_id=second.id, handle="new"),
        ]
    )

    assert sorted(type(result).__name__ for result in results) == ["InvalidInput", "Product"]
    assert FormerHandle.objects.count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_handle_that_is_given_up_is_not_taken_in_the_same_moment(turn):
    tea = create_product(draft=TEA)
    other = replace(TEA, variants=(replace(SMALL, sku="B"),))

    renamed, created = outcomes_of(
        [
            lambda: change_handle(product_id=tea.id, handle="new"),
            lambda: create_product(draft=other),
        ]
    )

    assert isinstance(renamed, Product)
    assert isinstance(created, InvalidInput)
    assert current_handle("darjeeling") == "new"


def test_two_changes_of_one_handle_leave_both_old_ones_leading_on():
    tea = create_product(draft=TEA)

    outcomes_of(
        [
            lambda: change_handle(product_id=tea.id, handle="a"),
            lambda: change_handle(product_id=tea.id, handle="b"),
        ]
    )

    tea.refresh_from_db()
    former = set(FormerHandle.objects.values_list("handle", flat=True))
    assert {*former, tea.handle} == {"darjeeling", "a", "b"}


def test_two_imports_of_one_file_make_one_catalogue():
    lines = product_file(
        *(
            shirt(Handle=f"shirt-{n}", Variant_SKU=f"S-{n}", Type="Tops")
            | {"Product Category": f"Apparel > Tops {n % 7}"}
            for n in range(150)
        )
    )

    tallies = outcomes_of([lambda: import_products(list(lines), tell=lambda finding: None)] * 2)

    assert Product.objects.count() == 150
    assert Category.objects.count() == 8
    assert sum(tally.products_created for tally in tallies) == 150
    assert sum(tally.errors for tally in tallies) == 0


def test_a_picture_is_prepared_by_one_worker_only(settings):
    image = add_image(product_id=published_tea().id, content=picture(1000, 800))

    at_once([lambda: prepare_image(str(image.id))] * 3)

    image = ProductImage.objects.get()
    assert (image.state, image.claims) == ("ready", 1)


def test_two_workers_who_sort_one_product_put_it_in_once():
    product = published_tea()
    collection = CollectionFactory(kind="rule")
    CollectionRuleFactory(collection=collection, subject="price", text="", highest=100)

    results = outcomes_of([lambda: sort_product(product_id=product.id)] * 4)

    assert results == [None] * 4
    assert collection.entries.count() == 1


def test_of_two_plans_for_the_same_time_one_is_made():
    published_tea()
    starts = clock.now() + timedelta(days=1)

    results = outcomes_of(
        partial(planned_tea, price, starts=starts) for price in ("3.00", "3.50", "4.00")
    )

    assert sum(isinstance(result, DomainError) for result in results) == 2
    assert PlannedPrice.objects.count() == 1


def planned_tea(price, *, starts):
    ends = starts + timedelta(days=1)
    return plan_prices(prices={"TEA-100": price}, starts=starts, ends=ends)


@pytest.mark.parametrize("turn", range(3))
def test_a_plan_that_is_cancelled_while_it_begins_leaves_page_and_till_of_one_mind(deliver, turn):
    published_tea()
    starts = clock.now() + timedelta(days=1)
    (plan,) = planned_tea("3.00", starts=starts)
    deliver()

    outcomes_of(
        [
            partial(at, starts - timedelta(milliseconds=5), cancel_planned_price, plan_id=plan.id),
            partial(at, starts, listing_by_handle, "darjeeling"),
            partial(at, starts, edition_of_lists),
        ]
    )
    deliver()

    later = starts + timedelta(minutes=1)
    at(later, add_to_cart, customer_id=BUYER, sku="TEA-100", quantity=1)
    page = at(later, listing_by_handle, "darjeeling")
    assert page.choices[0].price == at(later, cart_of, BUYER).lines[0].unit_price
    assert page.choices[0].price.amount == Decimal("4.50")


def at(moment, act, *args, **kwargs):
    with clock.travelled_to(moment):
        return act(*args, **kwargs)
