from decimal import Decimal
from uuid import UUID

from django.conf import settings

from apps.catalog.models import Category, Product, TaxClass, Variant
from apps.catalog.queries import complete_products, owners_of_skus
from apps.catalog.rules.drafts import ProductDraft
from apps.catalog.rules.soundness import sound
from apps.catalog.services.changes import Change, change_of
from apps.catalog.services.writing import (
    announce_offer,
    announce_price,
    announce_withdrawal,
    write,
)
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def create_product(*, draft: ProductDraft, picture: str = "") -> Product:
    """A new product, still a draft, its prices in the shop's currency.

    `picture` is the text of an SVG drawing. Raises InvalidInput if the draft breaks a rule, or its
    handle or a SKU is taken.
    """
    draft = sound(draft, currency=settings.CURRENCY)
    if Product.objects.filter(handle=draft.handle).exists():
        raise InvalidInput(f"There is a product with the handle {draft.handle}: choose another.")
    change = _change(None, draft)
    change.product.picture = picture
    write([change])
    return change.product


@unit_of_work
def revise_product(*, product_id: UUID, draft: ProductDraft) -> Product:
    """Makes the product what the draft says, completely: variants it does not name are gone.

    The handle stays. A product that is for sale tells the others at once.
    """
    known = _locked(product_id)
    draft = sound(draft, currency=settings.CURRENCY)
    if draft.handle != known.handle:
        raise InvalidInput(f"The handle {known.handle} stays: others link to it.")
    change = _change(known, draft)
    if not change.is_empty:
        write([change])
    return change.product


@unit_of_work
def draw_product(*, product_id: UUID, picture: str) -> Product:
    """Gives the product another SVG drawing."""
    product = _locked(product_id)
    product.picture = picture
    product.save(update_fields=["picture"])
    return product


@unit_of_work
def publish_product(*, product_id: UUID) -> Product:
    """Offers the product for sale in all its variants; once more if it is for sale already."""
    product = _locked(product_id)
    product.publish()
    product.save(update_fields=["state"])
    announce_offer(product, product.variants.all())
    return product


@unit_of_work
def withdraw_product(*, product_id: UUID) -> Product:
    """Ends the sale. Raises DomainError if it has ended already."""
    product = _locked(product_id)
    was_for_sale = product.is_for_sale
    product.withdraw()
    product.save(update_fields=["state"])
    if was_for_sale:
        announce_withdrawal(product, [variant.stock_code for variant in product.variants.all()])
    return product


@unit_of_work
def change_price(
    *, stock_code: str, price: Decimal, compare_at_price: Decimal | None = None
) -> Variant:
    """The variant costs `price` from now on; `compare_at_price` is shown as its former price.

    Raises NotFound for an unknown stock code, InvalidInput for amounts that are no prices.
    """
    product = Product.objects.select_for_update().filter(variants__stock_code=stock_code).first()
    if product is None:
        raise NotFound(f"Nothing here has the stock code {stock_code}.")
    variant = product.variants.get(stock_code=stock_code)
    old_price = variant.cost()
    variant.reprice(price, compare_at_price=compare_at_price)
    variant.save(update_fields=["price", "compare_at_price"])
    if product.is_for_sale and variant.cost() != old_price:
        announce_price(variant, old_price)
    return variant


def _locked(product_id: UUID) -> Product:
    product = complete_products().select_for_update(of=("self",)).filter(pk=product_id).first()
    if product is None:
        raise NotFound("There is no such product.")
    return product


def _change(known: Product | None, draft: ProductDraft) -> Change:
    _refuse_foreign_skus(draft)
    if draft.tax_class and draft.tax_class not in TaxClass.values:
        raise InvalidInput(f"A tax class is one of {', '.join(TaxClass.values)}.")
    return change_of(
        known, draft, category_ids=_category_ids(draft.category), currency=settings.CURRENCY
    )


def _refuse_foreign_skus(draft: ProductDraft) -> None:
    owners = owners_of_skus(variant.sku for variant in draft.variants if variant.sku)
    for sku, handle in owners.items():
        if handle != draft.handle:
            raise InvalidInput(f"The SKU {sku} belongs to the product {handle}.")


def _category_ids(handle: str) -> dict[str, UUID]:
    if not handle:
        return {}
    category = Category.objects.filter(handle=handle).first()
    if category is None:
        raise InvalidInput(f"There is no category {handle}: create it first.")
    return {handle: category.id}
