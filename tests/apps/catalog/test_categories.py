"""The tree of categories, as staff grows it."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection

from apps.catalog.models import Category, FormerCategoryHandle
from apps.catalog.models.category import MOST_LEVELS
from apps.catalog.queries import (
    current_category_handle,
    listed_categories,
    listed_products,
)
from apps.catalog.services import (
    change_category_handle,
    create_category,
    move_category,
    revise_category,
)
from shop.events.catalog import CategoryChanged
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.factories.catalog import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db


def planted(title, parent=None):
    return create_category(
        handle=title.lower(), title=title, parent_id=parent.id if parent else None
    )


def full_titles():
    return sorted(Category.objects.values_list("full_title", flat=True))


def test_a_category_stands_below_its_parent(published):
    food = planted("Food")
    tea = planted("Tea", food)

    assert (tea.parent, tea.lineage, tea.full_title) == (food, [food.id, tea.id], "Food > Tea")
    assert published(CategoryChanged)[-1] == CategoryChanged(
        category_id=tea.id,
        handle="tea",
        title="Tea",
        parent_id=food.id,
        lineage=(food.id, tea.id),
    )


def test_a_product_lists_in_its_category_and_all_around_it():
    food = planted("Food")
    tea = planted("Tea", food)
    green = planted("Green", tea)
    planted("Tools")
    product = ProductFactory(category=tea)

    lists = {each: list(listed_products(category=each)) for each in ("food", "tea", "green")}

    assert lists == {"food": [product], "tea": [product], "green": []}
    assert listed_categories() == [food, tea]
    assert green not in listed_categories()


def test_two_categories_on_different_shelves_may_share_a_title():
    men = planted("Men")
    women = planted("Women")

    for parent in (men, women):
        create_category(handle=f"{parent.handle}-shoes", title="Shoes", parent_id=parent.id)

    assert full_titles() == ["Men", "Men > Shoes", "Women", "Women > Shoes"]


def test_two_on_one_shelf_may_not():
    men = planted("Men")
    planted("Shoes", men)

    with pytest.raises(InvalidInput, match="There is a category called Men > Shoes"):
        create_category(handle="more-shoes", title="Shoes", parent_id=men.id)


def test_a_branch_moves_with_everything_on_it(published):
    food, drinks = planted("Food"), planted("Drinks")
    tea = planted("Tea", food)
    green = planted("Green", tea)

    move_category(category_id=tea.id, parent_id=drinks.id, position=3)

    green.refresh_from_db()
    assert full_titles() == ["Drinks", "Drinks > Tea", "Drinks > Tea > Green", "Food"]
    assert green.lineage == [drinks.id, tea.id, green.id]
    told = published(CategoryChanged)[-1]
    assert (told.lineage, told.former_lineage) == ((drinks.id, tea.id), (food.id, tea.id))
    assert len(published(CategoryChanged)) == 5


def test_a_branch_may_become_a_tree_of_its_own():
    food = planted("Food")
    tea = planted("Tea", food)

    moved = move_category(category_id=tea.id, parent_id=None, position=0)

    assert (moved.parent, moved.lineage) == (None, [tea.id])


def test_a_new_title_reaches_everything_below():
    food = planted("Food")
    planted("Green", planted("Tea", food))

    revise_category(category_id=food.id, title="Eating", blurb="", picture="")

    assert full_titles() == ["Eating", "Eating > Tea", "Eating > Tea > Green"]


def test_a_category_cannot_stand_below_itself():
    food = planted("Food")
    tea = planted("Tea", food)

    for parent in (food, tea):
        with pytest.raises(DomainError, match="Food cannot stand below itself"):
            move_category(category_id=food.id, parent_id=parent.id, position=0)

    food.refresh_from_db()
    assert food.parent is None


def test_the_tree_is_only_so_high():
    parent = None
    for level in range(MOST_LEVELS):
        parent = planted(f"Level{level}", parent)

    with pytest.raises(DomainError, match="at most 8 levels"):
        planted("Attic", parent)
    with pytest.raises(DomainError, match="stand too deep"):
        move_category(
            category_id=Category.objects.get(handle="level0").id,
            parent_id=planted("Cellar").id,
            position=0,
        )


def test_an_unknown_category_is_not_found():
    with pytest.raises(NotFound):
        move_category(category_id=new_id(), parent_id=None, position=0)


def test_a_title_has_no_arrow_in_it():
    with pytest.raises(InvalidInput, match='without " > "'):
        create_category(handle="tea", title="Food > Tea")


def test_the_database_lets_nothing_stand_below_itself():
    food = CategoryFactory()
    tea = CategoryFactory(parent=food)

    Category.objects.filter(pk=food.pk).update(parent=tea, lineage=[tea.id, food.id])

    with pytest.raises(IntegrityError, match="category_stands_under_parent"):
        connection.check_constraints()


@pytest.mark.parametrize("lineage", [[], ["self", "self"], ["other", "self"], ["other"]])
def test_the_database_refuses_a_lineage_that_is_none(lineage):
    food, other = CategoryFactory(), CategoryFactory()
    ids = {"self": food.id, "other": other.id}

    with pytest.raises(IntegrityError, match="category_ends_its_lineage"):
        Category.objects.filter(pk=food.pk).update(lineage=[ids[each] for each in lineage])


def test_an_old_handle_leads_on_for_ever():
    tea = planted("Tea")

    change_category_handle(category_id=tea.id, handle="teas")
    change_category_handle(category_id=tea.id, handle="fine-teas")

    assert [current_category_handle(h) for h in ("tea", "teas")] == ["fine-teas", "fine-teas"]
    with pytest.raises(InvalidInput, match="leads to Tea"):
        create_category(handle="teas", title="Others")


def test_a_category_may_take_its_own_handle_back():
    tea = planted("Tea")

    change_category_handle(category_id=tea.id, handle="teas")
    change_category_handle(category_id=tea.id, handle="tea")

    assert dict(FormerCategoryHandle.objects.values_list("handle", "category__handle")) == {
        "teas": "tea"
    }


def test_moving_a_branch_of_any_size_takes_the_same_number_of_statements(
    django_assert_max_num_queries,
):
    food, drinks = planted("Food"), planted("Drinks")
    for number in range(30):
        planted(f"Tea{number}", food)

    with django_assert_max_num_queries(12):
        move_category(category_id=food.id, parent_id=drinks.id, position=0)

    assert Counter(title.count(" > ") for title in full_titles()) == {0: 1, 1: 1, 2: 30}
