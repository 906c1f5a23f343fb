"""One variant of a product; the others stay as they are."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from apps.catalog.models import Variant
from apps.catalog.queries import draft_of, product_locked
from apps.catalog.rules.drafts import VariantDraft
from apps.catalog.services.products import revise_product
from shop.kernel.errors import NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

Variants = tuple[VariantDraft, ...]


@unit_of_work
def add_variant(*, product_id: UUID, variant: VariantDraft) -> Variant:
    """The product comes in one form more. Raises InvalidInput for one that breaks a rule."""
    known = set(Variant.objects.filter(product=product_id).values_list("id", flat=True))
    _revise(product_id, lambda variants: (*variants, variant))
    return Variant.objects.filter(product=product_id).exclude(id__in=known).get()


@unit_of_work
def revise_variant(*, stock_code: str, variant: VariantDraft) -> Variant:
    """Price, weight and barcode of the variant are as drafted; what it is called stays.

    Raises NotFound for an unknown stock code, InvalidInput for a draft that breaks a rule.
    """
    stored = Variant.objects.filter(stock_code=stock_code).first()
    if stored is None:
        raise NotFound(f"Nothing here has the stock code {stock_code}.")
    wanted = replace(variant, sku=stored.sku, option_values=tuple(stored.option_values))
    _revise(
        stored.product_id,
        lambda variants: tuple(wanted if each.key == wanted.key else each for each in variants),
    )
    stored.refresh_from_db()
    return stored


def _revise(product_id: UUID, change: Callable[[Variants], Variants]) -> None:
    draft = draft_of(product_locked(product_id))
    revise_product(product_id=product_id, draft=replace(draft, variants=change(draft.variants)))
