"""Listings follow the catalogue and the stock, whatever happens in which order."""

from dataclasses import replace
from decimal import Decimal

import pytest

from apps.catalog.models import Listing, Product, ProductImage
from apps.catalog.queries import (
    ListingSearch,
    MovedTo,
    Sort,
    category_tree,
    collection_by_handle,
    edition_of,
    edition_of_lists,
    list_listings,
    listing_by_handle,
    listing_with_sku,
    shelf_by_handle,
)
from apps.catalog.services import (
    change_price,
    create_category,
    create_product,
    publish_product,
    revise_category,
    withdraw_product,
)
from apps.catalog.services.handles import change_handle
from apps.catalog.services.listings import PRODUCTS_AT_ONCE, list_products_of
from apps.inventory.queries import availability_of
from apps.inventory.services import adjust_stock, open_warehouse, receive_stock
from shop.events.base import Money
from shop.events.catalog import ListingsOutdated
from shop.kernel.errors import InvalidInput
from shop.operations.listings import listings_are_missing, rebuild_all_listings
from tests.apps.catalog.goods import TEA, published_tea
from tests.factories.catalog import (
    AttributeChoiceFactory,
    AttributeFactory,
    AttributeValueFactory,
    CategoryFactory,
    CollectionEntryFactory,
    CollectionFactory,
    ListingFactory,
    ProductFactory,
    VariantFactory,
)

pytestmark = pytest.mark.django_db


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def stock(sku: str, units: int) -> None:
    open_warehouse(code="north", name="North")
    receive_stock(sku=sku, warehouse="north", quantity=units, reason="delivery")


def handles(**wanted: object) -> list[str]:
    return [each.handle for each in list_listings(ListingSearch(**wanted)).items]


def test_a_published_product_is_listed_with_all_that_pages_show(deliver):
    root = create_category(handle="drinks", title="Drinks")
    create_category(handle="tea", title="Tea", parent_id=root.id)
    draft = replace(
        TEA, category="tea", brand="Leaf & Co", description="<p>Grassy.</p>", tags=("x",)
    )
    product = publish_product(product_id=create_product(draft=draft).id)
    stock("TEA-250", 7)
    deliver("catalog", "inventory", "catalog_listings")

    page = listing_by_handle("darjeeling")

    assert page.listing.product_id == product.id
    assert [crumb.handle for crumb in page.listing.category] == ["drinks", "tea"]
    assert (page.listing.brand, page.description, page.tags) == (
        "Leaf & Co",
        "<p>Grassy.</p>",
        ("x",),
    )
    assert (page.listing.price_from, page.listing.price_to) == (euros("4.50"), euros("9.90"))
    assert [(c.sku, c.title, c.available) for c in page.choices] == [
        ("TEA-100", "Darjeeling (100 g)", 0),
        ("TEA-250", "Darjeeling (250 g)", 7),
    ]
    assert page.choices[1].former_price == euros("11.25")
    assert page.listing.is_available


def test_nothing_is_listed_that_is_not_for_sale(deliver):
    create_product(draft=TEA)
    withdrawn = publish_product(product_id=create_product(draft=other(2)).id)
    withdraw_product(product_id=withdrawn.id)

    deliver()

    assert handles() == []
    assert listing_by_handle("tea-2") is None


def test_a_withdrawn_product_goes_away(deliver):
    product = published_tea()
    deliver()

    withdraw_product(product_id=product.id)
    deliver()

    assert listing_by_handle("darjeeling") is None
    assert handles() == []


def test_a_new_price_is_listed(deliver):
    published_tea()
    deliver()

    change_price(stock_code="TEA-100", price=Decimal("4.00"), compare_at_price=Decimal("4.50"))
    deliver()

    listing = listing_by_handle("darjeeling").listing
    assert (listing.price_from, listing.former_price) == (euros("4.00"), euros("4.50"))


def test_stock_that_came_before_the_product_counts(deliver):
    stock("TEA-100", 3)
    deliver()

    published_tea()
    deliver()

    assert listing_with_sku("TEA-100").listing.is_available
    assert handles(only_available=True) == ["darjeeling"]


def test_what_sells_out_in_all_choices_is_shown_as_such(deliver):
    published_tea()
    stock("TEA-100", 3)
    deliver()

    adjust_stock(sku="TEA-100", warehouse="north", delta=-3, reason="broken")
    deliver()

    assert not listing_by_handle("darjeeling").listing.is_available
    assert handles(only_available=True) == []


def test_an_old_handle_leads_on_while_the_product_is_for_sale(deliver):
    product = published_tea()
    change_handle(product_id=product.id, handle="first-flush")
    deliver()

    assert listing_by_handle("darjeeling") == MovedTo(handle="first-flush")
    assert listing_by_handle("first-flush").listing.title == "Darjeeling"

    withdraw_product(product_id=product.id)
    deliver()

    assert listing_by_handle("darjeeling") is None


def test_two_products_may_swap_their_handles(deliver):
    first, second = published_tea(), publish_product(product_id=create_product(draft=other(2)).id)
    deliver()

    Product.objects.filter(pk=first.id).update(handle="away")
    Product.objects.filter(pk=second.id).update(handle="darjeeling")
    publish_product(product_id=second.id)
    deliver()

    assert listing_by_handle("darjeeling").listing.product_id == second.id

    publish_product(product_id=first.id)
    deliver()

    assert listing_by_handle("away").listing.product_id == first.id


def test_a_renamed_category_renames_the_way_of_its_products(deliver):
    category = create_category(handle="tea", title="Tea")
    publish_product(product_id=create_product(draft=replace(TEA, category="tea")).id)
    deliver()

    revise_category(category_id=category.id, title="Teas", blurb="Leaves.", picture="")
    deliver()

    assert listing_by_handle("darjeeling").listing.category[0].title == "Teas"
    assert shelf_by_handle("tea").blurb == "Leaves."


def test_many_products_of_a_category_are_listed_anew_in_portions(deliver, published):
    category = CategoryFactory()
    for number in range(PRODUCTS_AT_ONCE + 1):
        VariantFactory(product=ProductFactory(category=category), stock_code=f"S-{number}")

    list_products_of(subject="category", subject_id=category.id)
    in_the_first_portion = Listing.objects.count()
    deliver("catalog_listings")

    assert in_the_first_portion == PRODUCTS_AT_ONCE
    assert Listing.objects.count() == PRODUCTS_AT_ONCE + 1
    assert len(published(ListingsOutdated)) == 1


def test_the_menu_shows_what_has_something_for_sale(deliver):
    root = create_category(handle="drinks", title="Drinks")
    create_category(handle="tea", title="Tea", parent_id=root.id)
    create_category(handle="empty", title="Empty")
    assert category_tree() == ()

    publish_product(product_id=create_product(draft=replace(TEA, category="tea")).id)
    deliver()

    (drinks,) = category_tree()
    assert (drinks.handle, [below.handle for below in drinks.children]) == ("drinks", ["tea"])
    assert [crumb.title for crumb in shelf_by_handle("tea").path] == ["Drinks", "Tea"]
    assert shelf_by_handle("empty") is None


def test_collections_attributes_and_pictures_are_listed():
    product = ProductFactory(handle="lamp", option_names=["Colour"])
    VariantFactory(product=product, option_values=["Red"])
    sale = CollectionFactory(handle="sale", title="Sale")
    CollectionEntryFactory(product=product, collection=sale)
    material = AttributeFactory(code="material", label="Material")
    oak = AttributeChoiceFactory(attribute=material, value="oak", label="Oak")
    AttributeValueFactory(product=product, choice=oak)
    ProductImage.objects.create(
        product=product, address="https://a.example/1.jpg", alt="A lamp", position=1
    )

    rebuild_all_listings()

    page = listing_by_handle("lamp")
    assert [(each.label, each.value) for each in page.attributes] == [("Material", "Oak")]
    assert (page.listing.image.address, page.listing.image.alt) == (
        "https://a.example/1.jpg",
        "A lamp",
    )
    assert collection_by_handle("sale").title == "Sale"
    assert handles(collection="sale") == ["lamp"]
    assert handles(chosen={"material": frozenset({"Oak"}), "colour": frozenset({"Red"})}) == [
        "lamp"
    ]
    assert handles(chosen={"material": frozenset({"Elm"})}) == []


def test_what_stays_the_same_keeps_its_edition(deliver):
    product = published_tea()
    deliver()
    before = edition_of("darjeeling"), edition_of_lists()

    publish_product(product_id=product.id)
    deliver()

    assert (edition_of("darjeeling"), edition_of_lists()) == before


def test_another_level_is_another_edition_of_the_page_and_the_same_of_lists(deliver):
    published_tea()
    stock("TEA-100", 3)
    deliver()
    page, lists = edition_of("darjeeling"), edition_of_lists()

    stock("TEA-100", 3)
    deliver()

    assert edition_of("darjeeling") != page
    assert edition_of_lists() == lists


def test_listings_can_be_built_anew_from_nothing_and_forget_what_vanished(deliver):
    published_tea()
    stock("TEA-100", 3)
    deliver()
    expected = listing_by_handle("darjeeling")
    Listing.objects.all().delete()
    assert listings_are_missing()
    ListingFactory(handle="ghost")

    count = rebuild_all_listings()

    assert count == 1
    assert listing_by_handle("darjeeling") == expected
    assert listing_by_handle("ghost") is None
    assert availability_of(["TEA-100"]) == {"TEA-100": 3}


@pytest.mark.parametrize("sort", Sort)
def test_every_order_shows_each_listing_once_page_by_page(sort):
    for number in range(25):
        product = ProductFactory(title=f"Tea {number % 7}")
        VariantFactory(product=product, price=Decimal(1 + number % 5))
    rebuild_all_listings()

    seen, cursor = [], ""
    for _ in range(99):
        page = list_listings(ListingSearch(sort=sort, size=4, after=cursor))
        seen += [each.handle for each in page.items]
        cursor = page.next
        if not cursor:
            break

    assert len(seen) == len(set(seen)) == 25
    assert seen == handles(sort=sort, size=100)


@pytest.mark.parametrize(
    "cursor", ["x", "bm9wZQ==", "WyJuZXdlc3QiLCAiMjAyNiIsICIxIl0=", "é", "WyJwcmljZSIsMl0="]
)
def test_a_cursor_of_ones_own_making_is_refused(cursor):
    with pytest.raises(InvalidInput, match="This cursor does not belong to this list"):
        list_listings(ListingSearch(after=cursor))


def other(number: int):
    variants = tuple(
        replace(variant, sku=f"{variant.sku}-{number}", option_values=variant.option_values)
        for variant in TEA.variants
    )
    return replace(TEA, handle=f"tea-{number}", variants=variants)
