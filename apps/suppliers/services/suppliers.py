"""Who we buy from, and what they sell."""

from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError
from django.db.models import QuerySet
from psycopg.errors import UniqueViolation

from apps.suppliers.models import CatalogueItem, Supplier, UnmetNeed
from apps.suppliers.rules import ItemDraft, SupplierDraft
from shop.events.suppliers import SupplierPreferred
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

_TERMS = ("name", "adapter", "address", "warehouse", "lead_days", "approve_up_to", "is_active")


@unit_of_work
def agree_with_supplier(*, draft: SupplierDraft) -> Supplier:
    """The supplier of that code, with these terms; purchase orders that exist stay as they are.

    Raises InvalidInput, DomainError if it has another currency already.
    """
    draft.check(adapters=settings.SUPPLIER_ADAPTERS)
    said = {name: getattr(draft, name) for name in _TERMS}
    supplier, is_new = Supplier.objects.get_or_create(
        code=draft.code, defaults={**said, "currency": draft.currency}
    )
    if supplier.currency != draft.currency:
        raise DomainError(f"{supplier} sells in {supplier.currency}: give the other a new code.")
    if not is_new:
        Supplier.objects.filter(pk=supplier.pk).update(**said)
        supplier.refresh_from_db()
    return supplier


def list_item(*, supplier: str, draft: ItemDraft) -> CatalogueItem:
    """What the supplier sells under that code, on these terms. Raises what `list_items` raises."""
    return list_items(supplier=supplier, drafts=[draft])[0]


def list_items(*, supplier: str, drafts: Sequence[ItemDraft]) -> list[CatalogueItem]:
    """Adds to the catalogue of the supplier, or changes it; whatever is preferred is so alone.

    A SKU that had run low and that nobody could be asked for is proposed then. Raises NotFound,
    InvalidInput, DomainError for a SKU that the supplier sells under another code, or for which
    somebody else is being preferred right now.
    """
    try:
        return _listed(supplier, drafts)
    except IntegrityError as error:
        if not _is_about_preferring(error):
            raise
        raise DomainError(
            "Another supplier is being preferred for the same SKU right now: look again, then say"
            " who it shall be."
        ) from error


@unit_of_work
def _listed(supplier: str, drafts: Sequence[ItemDraft]) -> list[CatalogueItem]:
    sells = _locked(supplier)
    for draft in drafts:
        draft.check(currency=sells.currency)
    _refuse_repeats(drafts)
    known = {it.code: it for it in _known(sells, drafts)}
    _refuse_other_codes(sells, drafts)
    _let_go_of_others(sells, [draft.sku for draft in drafts if draft.is_preferred])
    items = [_item(sells, draft, known.get(draft.code)) for draft in drafts]
    _write(items)
    _tell_of_unmet_needs(sells, [it.sku for it in items if it.is_preferred])
    return items


def _locked(code: str) -> Supplier:
    found = Supplier.objects.select_for_update().filter(pk=code).first()
    if found is None:
        raise NotFound(f"There is no supplier {code}.")
    return found


def _known(supplier: Supplier, drafts: Sequence[ItemDraft]) -> QuerySet[CatalogueItem]:
    codes = [draft.code for draft in drafts]
    return CatalogueItem.objects.filter(supplier=supplier, code__in=codes)


def _refuse_repeats(drafts: Sequence[ItemDraft]) -> None:
    for kind in ("code", "sku"):
        if len({getattr(draft, kind) for draft in drafts}) < len(drafts):
            raise InvalidInput(f"Two articles have the same {kind}: a supplier names each once.")


def _refuse_other_codes(supplier: Supplier, drafts: Sequence[ItemDraft]) -> None:
    codes = {draft.sku: draft.code for draft in drafts}
    others = CatalogueItem.objects.filter(supplier=supplier, sku__in=codes)
    for item in others.exclude(code__in=codes.values()):
        raise DomainError(
            f"{supplier} sells {item.sku} as {item.code}, not as {codes[item.sku]}:"
            " correct that article instead."
        )


def _let_go_of_others(supplier: Supplier, skus: Sequence[str]) -> None:
    """Whoever is preferred for one of these SKUs is not any more."""
    items = CatalogueItem.objects.filter(sku__in=skus).order_by("sku", "supplier_id")
    others = [it.pk for it in items.select_for_update() if it.supplier_id != supplier.pk]
    CatalogueItem.objects.filter(pk__in=others, is_preferred=True).update(is_preferred=False)


def _is_about_preferring(error: IntegrityError) -> bool:
    cause = error.__cause__
    return (
        isinstance(cause, UniqueViolation)
        and cause.diag.constraint_name == "suppliers_item_preferred_once"
    )


def _item(supplier: Supplier, draft: ItemDraft, known: CatalogueItem | None) -> CatalogueItem:
    item = known or CatalogueItem(supplier=supplier, code=draft.code)
    item.sku, item.title, item.cost = draft.sku, draft.title.strip(), draft.cost
    item.minimum_quantity, item.pack_size = draft.minimum_quantity, draft.pack_size
    item.order_up_to, item.is_preferred = draft.order_up_to, draft.is_preferred
    return item


def _write(items: Sequence[CatalogueItem]) -> None:
    terms = ("sku", "title", "cost", "minimum_quantity", "pack_size", "order_up_to", "is_preferred")
    CatalogueItem.objects.bulk_update([it for it in items if it.pk], terms, batch_size=500)
    CatalogueItem.objects.bulk_create([it for it in items if not it.pk], batch_size=500)


def _tell_of_unmet_needs(supplier: Supplier, skus: Sequence[str]) -> None:
    for need in UnmetNeed.objects.filter(pk__in=skus):
        publish(SupplierPreferred(sku=need.sku, supplier=supplier.code))
