from dataclasses import replace
from decimal import Decimal

import pytest

from apps.catalog.models import Product, ProductState, Variant
from apps.catalog.queries import complete_products, draft_of
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.services import (
    change_price,
    create_product,
    draw_product,
    publish_product,
    revise_product,
    withdraw_product,
)
from shop.events.base import Money
from shop.events.catalog import (
    ProductPriceChanged,
    ProductPublished,
    ProductWithdrawn,
    PublishedVariant,
)
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db

SMALL = VariantDraft(
    sku="TEA-100", option_values=("100 g",), price=Decimal("4.50"), weight_grams=120
)
LARGE = VariantDraft(
    sku="TEA-250",
    option_values=("250 g",),
    price=Decimal("9.90"),
    compare_at_price=Decimal("11.25"),
    weight_grams=280,
)
TEA = ProductDraft(
    handle="darjeeling", title="Darjeeling", option_names=("Size",), variants=(SMALL, LARGE)
)


def stored() -> Product:
    return complete_products().get(handle="darjeeling")


def published_tea() -> Product:
    product = create_product(draft=TEA)
    return publish_product(product_id=product.id)


def test_a_new_product_is_a_draft_that_nobody_hears_of(published):
    CategoryFactory(handle="tea")

    create_product(draft=replace(TEA, category="tea", tags=("black, first flush", "black")))

    product = stored()
    assert product.state == ProductState.DRAFT
    assert (product.category.handle, product.tags) == ("tea", ["black", "first flush"])
    assert [(v.stock_code, v.cost().amount, v.position) for v in product.variants.all()] == [
        ("TEA-100", Decimal("4.50"), 1),
        ("TEA-250", Decimal("9.90"), 2),
    ]
    assert published(ProductPublished) == []


def test_a_published_product_tells_all_its_variants(published):
    product = create_product(draft=TEA)

    publish_product(product_id=product.id)

    assert published(ProductPublished) == [
        ProductPublished(
            product_id=product.id,
            title="Darjeeling",
            variants=(
                PublishedVariant(
                    sku="TEA-100",
                    title="Darjeeling (100 g)",
                    price=Money(amount=Decimal("4.50"), currency="EUR"),
                    tax_class="standard",
                    weight_grams=120,
                ),
                PublishedVariant(
                    sku="TEA-250",
                    title="Darjeeling (250 g)",
                    price=Money(amount=Decimal("9.90"), currency="EUR"),
                    tax_class="standard",
                    weight_grams=280,
                ),
            ),
        )
    ]


def test_a_variant_without_sku_is_sold_under_a_lasting_code_of_its_own():
    nameless = [VariantDraft(option_values=(size,), price=Decimal(5)) for size in ("S", "M")]

    create_product(draft=replace(TEA, variants=tuple(nameless)))

    codes = [variant.stock_code for variant in stored().variants.all()]
    assert [code.rpartition("-")[0] for code in codes] == ["darjeeling-s", "darjeeling-m"]
    assert [variant.sku for variant in stored().variants.all()] == ["", ""]


def test_a_variant_that_gets_its_sku_later_keeps_its_stock_code():
    nameless = VariantDraft(option_values=("S",), price=Decimal(5))
    product = create_product(draft=replace(TEA, variants=(nameless,)))
    code = Variant.objects.get().stock_code

    revise_product(
        product_id=product.id, draft=replace(TEA, variants=(replace(nameless, sku="TEA-S"),))
    )

    variant = Variant.objects.get()
    assert (variant.sku, variant.stock_code) == ("TEA-S", code)


def test_a_revised_product_for_sale_is_published_again_in_its_new_variants(published):
    product = published_tea()
    tin = VariantDraft(sku="TEA-TIN", option_values=("Tin",), price=Decimal(15))

    revise_product(product_id=product.id, draft=replace(TEA, variants=(LARGE, tin)))

    assert [v.sku for v in published(ProductPublished)[-1].variants] == ["TEA-250", "TEA-TIN"]
    assert [v.sku for v in stored().variants.all()] == ["TEA-250", "TEA-TIN"]


def test_a_revision_that_changes_nothing_tells_nothing(published, django_assert_num_queries):
    product = published_tea()

    with django_assert_num_queries(9):
        revise_product(product_id=product.id, draft=draft_of(stored()))

    assert len(published(ProductPublished)) == 1


def test_a_revision_of_words_that_nobody_else_shows_tells_nothing(published):
    product = published_tea()

    revise_product(product_id=product.id, draft=replace(TEA, description="<p>Flowery.</p>"))

    assert stored().description == "<p>Flowery.</p>"
    assert len(published(ProductPublished)) == 1


def test_a_revised_price_is_told_as_a_price(published):
    product = published_tea()
    dearer = replace(SMALL, price=Decimal("4.80"))

    revise_product(product_id=product.id, draft=replace(TEA, variants=(dearer, LARGE)))

    (event,) = published(ProductPriceChanged)
    assert (event.sku, event.old_price.amount, event.new_price.amount) == (
        "TEA-100",
        Decimal("4.50"),
        Decimal("4.80"),
    )
    assert len(published(ProductPublished)) == 1


def test_images_follow_the_revision():
    first, second = (ImageDraft(address=f"https://a.example/{n}.jpg") for n in (1, 2))
    product = create_product(draft=replace(TEA, images=(first, second)))

    revise_product(
        product_id=product.id,
        draft=replace(TEA, images=(replace(second, alt="A tin", position=1),)),
    )

    images = [(image.address, image.alt, image.position) for image in stored().images.all()]
    assert images == [("https://a.example/2.jpg", "A tin", 1)]


def test_the_handle_of_a_product_stays():
    product = create_product(draft=TEA)

    with pytest.raises(InvalidInput, match="The handle darjeeling stays"):
        revise_product(product_id=product.id, draft=replace(TEA, handle="tea"))


def test_a_withdrawn_product_tells_which_codes_are_no_longer_sold(published):
    product = published_tea()

    withdraw_product(product_id=product.id)

    assert published(ProductWithdrawn) == [
        ProductWithdrawn(product_id=product.id, skus=("TEA-100", "TEA-250"))
    ]


def test_a_withdrawn_product_cannot_be_withdrawn_again(published):
    product = published_tea()
    withdraw_product(product_id=product.id)

    with pytest.raises(DomainError, match="A withdrawn product cannot become withdrawn"):
        withdraw_product(product_id=product.id)

    assert len(published(ProductWithdrawn)) == 1


def test_a_withdrawn_product_can_be_offered_again(published):
    product = published_tea()
    withdraw_product(product_id=product.id)

    publish_product(product_id=product.id)

    assert stored().is_for_sale
    assert len(published(ProductPublished)) == 2


def test_a_new_price_is_told_once(published):
    product = published_tea()

    change_price(stock_code="TEA-250", price=Decimal(12), compare_at_price=Decimal(15))
    change_price(stock_code="TEA-250", price=Decimal(12))

    assert published(ProductPriceChanged) == [
        ProductPriceChanged(
            product_id=product.id,
            sku="TEA-250",
            old_price=Money(amount=Decimal("9.90"), currency="EUR"),
            new_price=Money(amount=Decimal("12.00"), currency="EUR"),
        )
    ]
    assert Variant.objects.get(sku="TEA-250").compare_at_price is None


def test_the_price_of_a_draft_is_nobody_elses_business(published):
    create_product(draft=TEA)

    change_price(stock_code="TEA-100", price=Decimal(5))

    assert Variant.objects.get(sku="TEA-100").price == 5
    assert published(ProductPriceChanged) == []


@pytest.mark.parametrize("price", ["0", "-1", "4.505", "100000000", "NaN", "Infinity"])
def test_what_is_no_price_is_refused(price):
    VariantFactory(stock_code="TEA-100", price=Decimal(4))

    with pytest.raises(InvalidInput):
        change_price(stock_code="TEA-100", price=Decimal(price))

    assert Variant.objects.get().price == 4


def test_a_former_price_lies_above_the_price():
    VariantFactory(stock_code="TEA-100")

    with pytest.raises(InvalidInput, match="must lie above the price"):
        change_price(stock_code="TEA-100", price=Decimal(5), compare_at_price=Decimal(5))


def test_an_unknown_stock_code_has_no_price():
    with pytest.raises(NotFound, match="stock code TEA-999"):
        change_price(stock_code="TEA-999", price=Decimal(5))


def test_an_unknown_product_cannot_be_published():
    with pytest.raises(NotFound, match="no such product"):
        publish_product(product_id=new_id())


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (replace(TEA, variants=()), "1 to 1000 variants"),
        (replace(TEA, variants=(SMALL, SMALL)), "Two variants share the sku TEA-100"),
        (replace(TEA, option_names=()), "needs 0 option values, not 1"),
        (replace(TEA, option_names=("A", "A")), "at most 3 options, each name once"),
        (replace(TEA, title=" \n"), "needs a title"),
        (replace(TEA, title="T" * 256), "at most 255 are kept"),
        (replace(TEA, brand="Bell\x07"), "brand has a control character"),
        (replace(TEA, handle="dar jeeling"), "without spaces"),
        (replace(TEA, description="\x00"), "none of them NUL"),
        (replace(TEA, category="coffee"), "There is no category coffee"),
        (replace(TEA, tax_class="luxury"), "A tax class is one of standard"),
        (replace(TEA, images=(ImageDraft(address="ftp://a"),)), "begins with http"),
        (replace(TEA, images=(ImageDraft(address="http://a/b c"),)), "write %20"),
        (replace(TEA, variants=(replace(SMALL, weight_grams=-1),)), "A weight lies between"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_with_a_sentence(spoilt, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        create_product(draft=spoilt)

    assert not Product.objects.exists()


def test_a_handle_is_taken_once():
    ProductFactory(handle="darjeeling")

    with pytest.raises(InvalidInput, match="a product with the handle darjeeling"):
        create_product(draft=TEA)


def test_a_sku_belongs_to_one_product():
    VariantFactory(sku="TEA-250", product__handle="assam")

    with pytest.raises(InvalidInput, match="TEA-250 belongs to the product assam"):
        create_product(draft=TEA)


def test_a_product_has_a_drawing():
    product = create_product(draft=TEA, picture="<svg/>")

    draw_product(product_id=product.id, picture="<svg><title>Tea</title></svg>")

    assert stored().picture == "<svg><title>Tea</title></svg>"
