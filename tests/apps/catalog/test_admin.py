from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.catalog.models import Category, Product, Variant
from shop.events.catalog import ProductPriceChanged, ProductPublished, ProductWithdrawn
from tests.apps.catalog.goods import published_tea
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory


@pytest.fixture
def staff(client, db):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def product_form(**values):
    words = {"description": "", "brand": "", "product_type": "", "tags": "", "picture": ""}
    return {"handle": "assam", "title": "Assam", "tax_class": "standard", **words, **values}


NO_FORMER_HANDLES = {"former_handles-TOTAL_FORMS": "0", "former_handles-INITIAL_FORMS": "0"}
NO_PLANNED_PRICES = {"planned_prices-TOTAL_FORMS": "0", "planned_prices-INITIAL_FORMS": "0"}
UNTOUCHED_TABLES = {
    "variants-TOTAL_FORMS": "1",
    "variants-INITIAL_FORMS": "1",
    "images-TOTAL_FORMS": "0",
    "images-INITIAL_FORMS": "0",
    **NO_FORMER_HANDLES,
}


def test_staff_creates_a_product_with_its_first_variant(staff):
    answer = staff.post(
        reverse("admin:catalog_product_add"),
        product_form(tags="black,strong", sku="ASSAM", price="4.50", weight_grams="100"),
    )

    product = Product.objects.get()
    assert answer.status_code == 302
    assert (product.title, product.state, product.tags) == ("Assam", "draft", ["black", "strong"])
    assert product.variants.get().price == Decimal("4.50")


def test_a_refusal_is_shown_to_staff_with_what_was_typed_and_nothing_is_written(staff):
    VariantFactory(sku="ASSAM", product__handle="tea")

    answer = staff.post(
        reverse("admin:catalog_product_add"),
        product_form(sku="ASSAM", price="4.50", weight_grams="100"),
        follow=True,
    )

    page = answer.content.decode()
    assert "The SKU ASSAM belongs to the product tea." in page
    assert 'value="4.50"' in page
    assert Product.objects.count() == 1


def test_a_product_that_staff_renames_is_published_again(staff, published):
    variant = VariantFactory(product__handle="assam", product__title="Asam")

    staff.post(
        reverse("admin:catalog_product_change", args=[variant.product_id]),
        product_form(title="Assam", picture="<svg/>", **UNTOUCHED_TABLES),
    )

    assert [event.title for event in published(ProductPublished)] == ["Assam"]
    assert Product.objects.get().picture == "<svg/>"


def test_staff_offers_and_withdraws_chosen_products(staff, published):
    variant = VariantFactory(product__state="draft")
    chosen = {"_selected_action": [variant.product_id]}

    for action in ("publish_products", "withdraw_products", "withdraw_products"):
        answer = staff.post(
            reverse("admin:catalog_product_changelist"), {"action": action, **chosen}, follow=True
        )

    assert "A withdrawn product cannot become withdrawn." in answer.content.decode()
    assert len(published(ProductPublished)) == 1
    assert len(published(ProductWithdrawn)) == 1


def test_a_price_that_staff_corrects_is_told_to_the_others(staff, published):
    variant = VariantFactory(price=Decimal(4))

    staff.post(
        reverse("admin:catalog_variant_change", args=[variant.pk]),
        {
            "price": "4.20",
            "compare_at_price": "",
            "weight_grams": "260",
            "barcode": "4006",
            **NO_PLANNED_PRICES,
        },
    )

    corrected = Variant.objects.get()
    assert (corrected.price, corrected.weight_grams) == (Decimal("4.20"), 260)
    assert corrected.barcode == "4006"
    assert [e.new_price.amount for e in published(ProductPriceChanged)] == [Decimal("4.20")]


def test_staff_keeps_the_categories(staff):
    form = {"handle": "tea", "title": "Tea", "position": "0", "blurb": "", "picture": ""}
    staff.post(reverse("admin:catalog_category_add"), form)

    staff.post(
        reverse("admin:catalog_category_change", args=[Category.objects.get().pk]),
        {**form, **NO_FORMER_HANDLES, "title": "Teas", "blurb": "Leaves."},
    )

    category = Category.objects.get()
    assert (category.handle, category.title, category.blurb) == ("tea", "Teas", "Leaves.")


@pytest.mark.parametrize("taken", [{"handle": "tea"}, {"title": "Tea"}])
def test_handle_and_title_of_a_category_are_taken_once(staff, taken):
    CategoryFactory(**{"handle": "a", "title": "A", **taken})

    staff.post(
        reverse("admin:catalog_category_add"),
        {"handle": "tea", "title": "Tea", "position": "0", "blurb": "", "picture": ""},
    )

    assert Category.objects.count() == 1


@pytest.mark.parametrize("page", ["category", "product", "variant"])
def test_nothing_is_deleted_here_and_lists_open(staff, page):
    ProductFactory(category=CategoryFactory())
    VariantFactory()

    answer = staff.get(reverse(f"admin:catalog_{page}_changelist"), {"q": "product"})

    assert answer.status_code == 200
    assert "delete_selected" not in answer.content.decode()


def test_the_page_of_a_product_with_many_variants_takes_few_statements(
    staff, django_assert_max_num_queries
):
    product = ProductFactory()
    for position in range(50):
        VariantFactory(product=product, position=position)

    with django_assert_max_num_queries(15):
        answer = staff.get(reverse("admin:catalog_product_change", args=[product.pk]))

    assert answer.status_code == 200


def test_staff_adds_a_variant_to_what_is_for_sale(staff, published):
    product = published_tea()
    form = {"product": product.pk, "price": "18", "weight_grams": "520"}

    for sku, size in (("TEA-500", "500 g"), ("TEA-900", "")):
        answer = staff.post(
            reverse("admin:catalog_variant_add"),
            {**form, "sku": sku, "option_values": size},
            follow=True,
        )

    assert "A variant needs 1 option values, not 0." in answer.content.decode()
    sizes = [variant.option_values for variant in Variant.objects.filter(product=product)]
    assert sizes == [["100 g"], ["250 g"], ["500 g"]]
    assert published(ProductPublished)[-1].variants[-1].sku == "TEA-500"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sku": "TEA-100"}, "Another variant has this SKU: choose one of its own."),
        ({"price": "0"}, "A price is more than nothing."),
        ({"compare_at_price": "3"}, "The price to compare with is higher than the price"),
        ({"sku": "", "option_values": "loose"}, "has a variant of these options already"),
    ],
)
def test_a_variant_that_cannot_be_is_told_why_and_the_form_stays(staff, wrong, sentence):
    product = published_tea()
    VariantFactory(product=product, sku="", option_values=["loose"])
    form = {"product": product.pk, "sku": "TEA-9", "option_values": "9 kg", "price": "18"}

    answer = staff.post(
        reverse("admin:catalog_variant_add"), {**form, "weight_grams": "520", **wrong}
    )

    page = answer.content.decode()
    assert (answer.status_code, "is violated" in page) == (200, False)
    assert sentence in page
    assert 'value="520"' in page


def test_prices_have_the_decimals_of_their_currency_in_lists(staff):
    VariantFactory(price=Decimal("12.5"), currency="EUR")
    VariantFactory(price=Decimal(700), currency="JPY")

    page = staff.get(reverse("admin:catalog_variant_changelist")).content.decode()

    assert ">12.50<" in page
    assert ">700<" in page
    assert "12.500" not in page


def test_the_page_of_a_product_leads_to_the_shop_while_it_is_for_sale(staff):
    shown, draft = published_tea(), ProductFactory(handle="draft", state="draft")

    pages = [
        staff.get(reverse("admin:catalog_product_change", args=[product.pk])).content.decode()
        for product in (shown, draft)
    ]

    assert f'href="/p/{shown.handle}"' in pages[0]
    assert "/p/draft" not in pages[1]
    assert "viewsitelink" not in pages[1]
