from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from apps.catalog.models import Category, Product, TaxClass
from apps.catalog.queries import owners_of_skus, product_locked
from apps.catalog.rules.drafts import ProductDraft
from apps.catalog.rules.soundness import sound
from apps.catalog.services.attributes.describing import put_words
from apps.catalog.services.attributes.needs import refuse_missing_attributes
from apps.catalog.services.changes import Change, change_of
from apps.catalog.services.handles import (
    keep_former_handle,
    reclaim_handle,
    refuse_taken_handle,
    refusing_twins,
)
from apps.catalog.services.prices import tell_planned_prices
from apps.catalog.services.telling import (
    announce_offer,
    announce_update,
    announce_withdrawal,
)
from apps.catalog.services.writing import write
from shop.kernel.errors import InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def create_product(*, draft: ProductDraft, picture: str = "") -> Product:
    """A new product, still a draft, its prices in the shop's currency.

    `picture` is the text of an SVG drawing. Raises InvalidInput if the draft breaks a rule, or its
    handle or a SKU is taken.
    """
    draft = sound(draft, currency=settings.CURRENCY)
    change = _change(None, draft)
    refuse_taken_handle(draft.handle, product_id=change.product.id)
    change.product.picture = picture
    with refusing_twins(draft.handle):
        write([change])
    return change.product


@unit_of_work
def revise_product(
    *,
    product_id: UUID,
    draft: ProductDraft,
    picture: str | None = None,
    words: Mapping[str, str] | None = None,
) -> Product:
    """Makes the product what the draft says, completely: variants it does not name are gone.

    A former handle leads on to the new one. Without a `picture` the old drawing stays, and what
    `words` do not name (see `describe_product`). A product for sale tells the others at once.
    """
    known = product_locked(product_id)
    former = known.handle
    draft = sound(draft, currency=settings.CURRENCY)
    if draft.handle != former:
        refuse_taken_handle(draft.handle, product_id=product_id)
    change = _change(known, draft)
    _draw(change, picture)
    change.is_described_anew = put_words(known, words or {})
    if change.product.is_for_sale:
        refuse_missing_attributes(change.product)
    if not change.is_empty:
        _write_renamed(change, former=former)
    return change.product


@unit_of_work
def draw_product(*, product_id: UUID, picture: str) -> Product:
    """Gives the product another SVG drawing."""
    product = product_locked(product_id)
    if picture == product.picture:
        return product
    product.picture = picture
    product.save(update_fields=["picture"])
    if product.is_for_sale:
        announce_update(product)
    return product


@unit_of_work
def publish_product(*, product_id: UUID) -> Product:
    """Offers the product for sale in all its variants; once more if it is for sale already.

    Raises DomainError if it lacks an attribute that its type needs.
    """
    product = product_locked(product_id)
    refuse_missing_attributes(product)
    product.publish()
    product.save(update_fields=["state"])
    announce_offer(product, product.variants.all())
    tell_planned_prices([product.id])
    return product


@unit_of_work
def withdraw_product(*, product_id: UUID) -> Product:
    """Ends the sale. Raises DomainError if it has ended already."""
    product = product_locked(product_id)
    was_for_sale = product.is_for_sale
    product.withdraw()
    product.save(update_fields=["state"])
    if was_for_sale:
        announce_withdrawal(product, [variant.stock_code for variant in product.variants.all()])
    return product


def _draw(change: Change, picture: str | None) -> None:
    if picture is not None and picture != change.product.picture:
        change.product.picture = picture
        change.changed_facts.append("picture")


def _write_renamed(change: Change, *, former: str) -> None:
    """Writes the change; if it comes with another handle, the former one leads on."""
    if change.product.handle == former:
        write([change])
        return
    reclaim_handle(change.product, change.product.handle)
    with refusing_twins(change.product.handle):
        write([change])
    keep_former_handle(change.product, former)


def _change(known: Product | None, draft: ProductDraft) -> Change:
    _refuse_foreign_skus(draft, own_handle=known.handle if known else draft.handle)
    if draft.tax_class and draft.tax_class not in TaxClass.values:
        raise InvalidInput(f"A tax class is one of {', '.join(TaxClass.values)}.")
    return change_of(
        known, draft, category_ids=_category_ids(draft.category), currency=settings.CURRENCY
    )


def _refuse_foreign_skus(draft: ProductDraft, *, own_handle: str) -> None:
    owners = owners_of_skus(variant.sku for variant in draft.variants if variant.sku)
    for sku, handle in owners.items():
        if handle != own_handle:
            raise InvalidInput(f"The SKU {sku} belongs to the product {handle}.")


def _category_ids(handle: str) -> dict[str, UUID]:
    if not handle:
        return {}
    category = Category.objects.filter(handle=handle).first()
    if category is None:
        raise InvalidInput(f"There is no category {handle}: create it first.")
    return {handle: category.id}
