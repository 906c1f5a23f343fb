"""What staff does to trees, attributes, collections and images."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.catalog.models import (
    Attribute,
    Category,
    Collection,
    CollectionEntry,
    ImageState,
    Product,
    ProductImage,
    ProductType,
)
from apps.catalog.queries import current_category_handle, current_handle
from shop.events.catalog import CategoryChanged, CollectionRulesChanged, ProductUpdated
from tests.apps.catalog.pictures import picture
from tests.factories.catalog import (
    AttributeChoiceFactory,
    AttributeFactory,
    AttributeValueFactory,
    CategoryFactory,
    CollectionEntryFactory,
    CollectionFactory,
    CollectionRuleFactory,
    FormerHandleFactory,
    ProductFactory,
    ProductImageFactory,
    ProductTypeFactory,
    TypeAttributeFactory,
    VariantFactory,
)


@pytest.fixture
def staff(client, db):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def change(staff, row, **values):
    name = row._meta.model_name
    return staff.post(reverse(f"admin:catalog_{name}_change", args=[row.pk]), values, follow=True)


def add(staff, name, **values):
    return staff.post(reverse(f"admin:catalog_{name}_add"), values, follow=True)


def no_rows(*names):
    return {f"{name}-{part}_FORMS": "0" for name in names for part in ("TOTAL", "INITIAL")}


def product_values(**values):
    words = {"description": "", "brand": "", "product_type": "", "tags": "", "picture": ""}
    rows = {"variants-TOTAL_FORMS": "1", "variants-INITIAL_FORMS": "1"}
    return {
        "handle": "assam",
        "title": "Assam",
        "tax_class": "standard",
        "attributes": "",
        **words,
        **no_rows("images", "former_handles"),
        **rows,
        **values,
    }


def test_staff_moves_and_renames_a_branch(staff, published):
    food, tea = CategoryFactory(handle="food", title="Food"), CategoryFactory(handle="tea")

    change(
        staff,
        tea,
        handle="teas",
        title="Teas",
        parent=str(food.pk),
        position="2",
        blurb="",
        picture="",
        **no_rows("former_handles"),
    )

    tea.refresh_from_db()
    assert (tea.full_title, tea.position, tea.handle) == ("Food > Teas", 2, "teas")
    assert current_category_handle("tea") == "teas"
    assert len(published(CategoryChanged)) == 3


def test_staff_is_told_that_a_branch_cannot_stand_below_itself(staff):
    food = CategoryFactory(title="Food")
    tea = CategoryFactory(parent=food)

    answer = change(
        staff,
        food,
        handle=food.handle,
        title="Food",
        parent=str(tea.pk),
        position="0",
        blurb="",
        picture="",
        **no_rows("former_handles"),
    )

    assert "Food cannot stand below itself" in answer.content.decode()


def test_one_save_of_a_product_tells_once_whatever_staff_changed(staff, published):
    AttributeFactory(code="weight", label="Weight", kind="measure", dimension="mass", unit="g")
    product = VariantFactory(product__handle="assam", product__title="Assam").product

    change(
        staff,
        product,
        **product_values(
            handle="fine-assam",
            description="Strong.",
            picture="<svg/>",
            category=str(CategoryFactory().pk),
            attributes="weight: 500 g",
        ),
    )

    product.refresh_from_db()
    assert (product.handle, product.picture) == ("fine-assam", "<svg/>")
    assert [value.shown for value in product.attribute_values.all()] == ["500 g"]
    assert current_handle("assam") == "fine-assam"
    assert len(published(ProductUpdated)) == 1


def test_the_page_of_a_product_shows_its_words_as_they_are_typed(staff):
    product = VariantFactory().product
    choice = AttributeChoiceFactory(attribute__code="colour", value="red")
    AttributeValueFactory(product=product, choice=choice)

    page = staff.get(reverse("admin:catalog_product_change", args=[product.pk]))

    assert "colour: red" in page.content.decode()


def test_what_staff_wipes_out_is_taken_back(staff):
    product = VariantFactory(product__handle="assam", product__title="Assam").product
    AttributeValueFactory(product=product)

    change(staff, product, **product_values(attributes=""))

    assert not product.attribute_values.exists()


def test_staff_defines_an_attribute_and_its_choices(staff):
    add(
        staff,
        "attribute",
        code="colour",
        label="Colour",
        kind="choice",
        dimension="",
        unit="",
        is_filter="on",
        position="1",
        choice_lines="red: Red\nblue: Blue",
    )
    colour = Attribute.objects.get()
    change(
        staff, colour, label="Shade", unit="", position="1", choice_lines="blue: Blue\nred: Crimson"
    )

    colour.refresh_from_db()
    assert (colour.label, colour.is_filter) == ("Shade", False)
    assert [(c.value, c.label) for c in colour.choices.all()] == [
        ("blue", "Blue"),
        ("red", "Crimson"),
    ]


def test_staff_says_what_a_type_needs(staff):
    for code in ("weight", "colour"):
        AttributeFactory(code=code)

    add(staff, "producttype", title="Tea", required="weight", optional="colour")

    needs = ProductType.objects.get().type_attributes.values_list("attribute__code", "is_required")
    assert list(needs) == [("weight", True), ("colour", False)]


def test_staff_fills_a_collection_by_hand(staff):
    for handle in ("a", "b"):
        ProductFactory(handle=handle)
    add(
        staff,
        "collection",
        handle="new",
        title="New",
        kind="manual",
        blurb="",
        position="0",
        picture="",
    )

    change(
        staff,
        Collection.objects.get(),
        title="New",
        blurb="",
        position="0",
        picture="",
        contents="b\na",
    )

    entries = CollectionEntry.objects.values_list("product__handle", flat=True)
    assert list(entries) == ["b", "a"]


def test_staff_writes_the_rules_of_a_collection(staff, published):
    tea = CategoryFactory(handle="tea")
    choice = AttributeChoiceFactory(attribute__code="colour", value="red")
    AttributeFactory(code="weight", kind="measure", dimension="mass", unit="kg")
    collection = CollectionFactory(title="Chosen", kind="rule")
    lines = [
        "tag: new",
        "category: tea",
        "price: 10.5..30",
        "choice: colour = red",
        "measure: weight = ..0.5 kg",
    ]
    said = {"title": "Chosen", "blurb": "", "position": "0", "picture": ""}

    change(staff, collection, **said, contents="\r\n".join(lines))

    page = staff.get(reverse("admin:catalog_collection_change", args=[collection.pk]))
    shown = page.content.decode()
    assert collection.rules.count() == 5
    assert {r.category for r in collection.rules.all()} == {tea, None}
    assert {r.choice for r in collection.rules.all()} == {choice, None}
    for line in [*lines[:4], "measure: weight = ..500 g"]:
        assert line in shown
    assert len(published(CollectionRulesChanged)) == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("smell: sweet", "is no rule"),
        ("price: cheap", "Write a range"),
        ("price: ..", "Write a range"),
        ("choice: red", "Write the attribute"),
        ("brand:", "Say which brand"),
    ],
)
def test_staff_is_told_what_is_wrong_with_a_rule(staff, line, sentence):
    collection = CollectionFactory(title="Chosen", kind="rule")

    answer = change(
        staff, collection, title="Chosen", blurb="", position="0", picture="", contents=line
    )

    assert sentence in answer.content.decode()
    assert not collection.rules.exists()


def test_staff_hands_in_a_picture_and_says_what_it_shows(staff):
    product = ProductFactory()
    file = SimpleUploadedFile("evil.html", picture(), content_type="text/html")

    add(staff, "productimage", product=str(product.pk), file=file, alt="Tea")
    image = ProductImage.objects.get()
    change(staff, image, alt="A tin of tea", position="7")

    image.refresh_from_db()
    assert (image.alt, image.position, image.state) == ("A tin of tea", 7, ImageState.WAITING)
    assert image.original.endswith(".bin")


def test_staff_has_pictures_prepared_again_and_removed(staff):
    image = ProductImageFactory(state="failed", failure="Broken.", due_at=None)
    where = reverse("admin:catalog_productimage_changelist")
    chosen = {"_selected_action": [image.pk]}

    staff.post(where, {"action": "prepare_again", **chosen})
    image.refresh_from_db()
    state = image.state
    staff.post(where, {"action": "remove_images", **chosen})

    assert state == ImageState.WAITING
    assert not ProductImage.objects.exists()


PAGES = ["category", "product", "variant", "attribute", "producttype", "collection", "productimage"]


def fill_shelves(count):
    for number in range(count):
        shelf = CategoryFactory(parent=CategoryFactory())
        product = ProductFactory(category=shelf)
        VariantFactory(product=product)
        ProductImageFactory(product=product)
        FormerHandleFactory(product=product)
        AttributeValueFactory(product=product)
        TypeAttributeFactory(product_type=ProductTypeFactory())
        CollectionEntryFactory(product=product)
        CollectionRuleFactory(text=f"tag-{number}")


@pytest.mark.parametrize("page", PAGES)
def test_a_list_of_any_length_takes_few_statements(staff, page, django_assert_max_num_queries):
    fill_shelves(12)

    with django_assert_max_num_queries(9):
        answer = staff.get(reverse(f"admin:catalog_{page}_changelist"))

    assert answer.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_the_page_of_one_takes_few_statements(staff, page, django_assert_max_num_queries):
    fill_shelves(12)
    listed = staff.get(reverse(f"admin:catalog_{page}_changelist"))
    row = listed.context["cl"].result_list[0]

    with django_assert_max_num_queries(16):
        answer = staff.get(reverse(f"admin:catalog_{page}_change", args=[row.pk]))

    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["category", "product"])
def test_a_choice_among_many_is_made_by_typing(staff, page):
    CategoryFactory(title="Find me")
    field = {"category": "parent", "product": "category"}[page]

    answer = staff.get(
        reverse("admin:autocomplete"),
        {"app_label": "catalog", "model_name": page, "field_name": field, "term": "find"},
    )

    assert [found["text"] for found in answer.json()["results"]] == ["Find me"]


def test_products_are_filtered_by_a_branch_of_the_tree(staff):
    food = CategoryFactory()
    ProductFactory(title="Deep inside", category=CategoryFactory(parent=food))
    ProductFactory(title="Elsewhere", category=CategoryFactory())

    answer = staff.get(reverse("admin:catalog_product_changelist"), {"branch": str(food.pk)})

    assert [product.title for product in answer.context["cl"].result_list] == ["Deep inside"]
    assert Product.objects.count() == 2
    assert Category.objects.count() == 3
