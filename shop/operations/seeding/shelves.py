"""The demo's tree of categories, its attributes and its collections."""

from decimal import Decimal

from apps.catalog.queries import categories_titled
from apps.catalog.queries.collections import ids_of_handles, known_attributes, known_collections
from apps.catalog.rules.collections import RuleDraft
from apps.catalog.services import (
    choose_products,
    create_category,
    create_collection,
    define_attribute,
    define_product_type,
    set_rules,
)
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.demo.catalogue import catalogue, products
from shop.operations.demo.drawings import svg
from shop.operations.demo.shapes import DemoCategory, DemoProduct
from shop.operations.demo.shelves import DemoShelf, shelf_of, shelves_of
from shop.operations.demo.words import ATTRIBUTES, NEEDED

NEWEST = 12


@unit_of_work
def open_shelves() -> None:
    """Departments, and shelves in them. What is there already stays as it is."""
    first_on = {shelf_of(product).handle: product for product in reversed(products())}
    for position, department in enumerate(catalogue()):
        _open_department(department, position)
        for place, shelf in enumerate(shelves_of(department.handle)):
            _open_shelf(department, shelf, place, first_on[shelf.handle])


@unit_of_work
def define_words() -> None:
    """The attributes, and which of them each department's goods need."""
    known = known_attributes()
    for draft in ATTRIBUTES:
        if draft.code not in known:
            define_attribute(draft=draft)
    for department in catalogue():
        define_product_type(title=department.title, required=NEEDED)


@unit_of_work
def gather_collections(newest: list[DemoProduct]) -> None:
    """One collection by hand and one by rule, unless they are there."""
    known = known_collections()
    if "new" not in known:
        new = create_collection(
            handle="new", title="New", kind="manual", blurb="What has just come in."
        )
        handles = [product.handle for product in newest[-NEWEST:]]
        choose_products(collection_id=new.id, product_ids=ids_of_handles(handles))
    if "under-30" not in known:
        cheap = create_collection(
            handle="under-30",
            title="Under 30 euros",
            kind="rule",
            blurb="Small presents, also to yourself.",
            position=1,
        )
        rule = RuleDraft(subject="price", highest=Decimal(30))
        set_rules(collection_id=cheap.id, rules=[rule])


def _open_department(department: DemoCategory, position: int) -> None:
    if department.title not in categories_titled([department.title]):
        create_category(
            handle=department.handle,
            title=department.title,
            position=position,
            blurb=department.blurb,
            picture=svg(department.drawing),
        )


def _open_shelf(
    department: DemoCategory, shelf: DemoShelf, position: int, first: DemoProduct
) -> None:
    way = f"{department.title} > {shelf.title}"
    known = categories_titled([department.title, way])
    if way not in known:
        create_category(
            handle=shelf.handle,
            title=shelf.title,
            parent_id=known[department.title].id,
            position=position,
            picture=svg(first.drawing),
        )
