"""Takes a product file in, some products a transaction; memory stays flat whatever its size."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import DataError, IntegrityError

from apps.catalog.models import Product
from apps.catalog.queries.collections import known_attributes
from apps.catalog.rules.shopify.blocks import ProductBlock
from apps.catalog.rules.shopify.reading import read_products
from apps.catalog.rules.shopify.seen import SeenKeys
from apps.catalog.rules.shopify.sheets import Sheet
from apps.catalog.services.changes import Change
from apps.catalog.services.planning import Plan, plans_for, plans_with_categories
from apps.catalog.services.writing import write
from shop.kernel.errors import DomainError
from shop.kernel.findings import Finding, error
from shop.kernel.outbox.unit_of_work import unit_of_work

Tell = Callable[[Finding], None]
Planning = Callable[[Sequence[ProductBlock]], list[Plan]]
Keep = Callable[[list[Plan]], list[Plan]]

PRODUCTS_AT_ONCE = 100
ROWS_AT_ONCE = 2000

_REFUSALS = (DomainError, IntegrityError, DataError, ValueError)


@dataclass(kw_only=True)
class Tally:
    """What a file has brought. A product that comes back in the file counts each time."""

    products_created: int = 0
    products_changed: int = 0
    products_unchanged: int = 0
    variants_created: int = 0
    variants_changed: int = 0
    images_created: int = 0
    errors: int = 0
    notes: int = 0


def import_products(lines: Iterable[str], *, tell: Tell) -> Tally:
    """Makes the shop's products what the file says of them; those it is silent about stay.

    `lines` are those of a `Sheet`, prices are in the shop's currency. What is wrong is told as it
    is met, and everything else is kept. The same file again changes nothing. Raises InvalidInput
    before anything is written if the file is no product file.
    """
    return _Import(tell, plans_with_categories, _keep).run(lines)


def rehearse_import(lines: Iterable[str], *, tell: Tell) -> Tally:
    """What `import_products` would tell and return now; nothing is written.

    What only the database would refuse is not foreseen.
    """
    return _Import(tell, plans_for, _leave).run(lines)


class _Import:
    def __init__(self, tell: Tell, plan: Planning, keep: Keep) -> None:
        self._tell = tell
        self._plan = plan
        self._keep = keep
        self._tally = Tally()

    def run(self, lines: Iterable[str]) -> Tally:
        seen = SeenKeys()
        try:
            for chunk in self._chunks(Sheet(lines), seen):
                self._take(chunk)
        finally:
            seen.close()
        return self._tally

    def _chunks(self, sheet: Sheet, seen: SeenKeys) -> Iterator[list[ProductBlock]]:
        chunk: dict[str, ProductBlock] = {}
        size = 0
        for block in self._blocks(sheet, seen):
            if block.draft.handle in chunk or len(chunk) == PRODUCTS_AT_ONCE or size > ROWS_AT_ONCE:
                yield list(chunk.values())
                chunk, size = {}, 0
            chunk[block.draft.handle] = block
            size += len(block.draft.variants) + len(block.draft.images)
        yield list(chunk.values())

    def _blocks(self, sheet: Sheet, seen: SeenKeys) -> Iterator[ProductBlock]:
        known = known_attributes()
        for found in read_products(sheet, seen, currency=settings.CURRENCY, attributes=known):
            if isinstance(found, Finding):
                self._report(found)
            else:
                yield found

    def _take(self, chunk: list[ProductBlock]) -> None:
        plans = self._plan(chunk)
        open_ones = [plan for plan in plans if plan.changes_something or plan.is_waiting]
        settled = [plan for plan in plans if not plan.changes_something and not plan.is_waiting]
        for plan in [*settled, *self._keep(open_ones)]:
            self._count(plan)

    def _count(self, plan: Plan) -> None:
        for finding in plan.findings:
            self._report(finding)
        if plan.change is not None:
            self._count_change(plan.change)
        elif plan.is_waiting and not plan.findings:
            self._tally.products_changed += 1
            self._tally.variants_created += len(plan.block.draft.variants)
            self._tally.images_created += len(plan.block.draft.images)

    def _count_change(self, change: Change) -> None:
        tally = self._tally
        tally.products_created += not change.known
        tally.products_changed += change.known and not change.is_empty
        tally.products_unchanged += change.is_empty
        tally.variants_created += len(change.new_variants)
        tally.variants_changed += len(change.changed_variants)
        tally.images_created += len(change.new_images)

    def _report(self, finding: Finding) -> None:
        self._tally.errors += finding.severity == "error"
        self._tally.notes += finding.severity == "note"
        self._tell(finding)


def _leave(plans: list[Plan]) -> list[Plan]:
    return plans


def _keep(plans: list[Plan]) -> list[Plan]:
    """Writes the plans together; if that fails, one by one, so that only the bad ones are lost."""
    if not plans:
        return []
    try:
        return _write(plans)
    except _REFUSALS:
        return [_keep_one(plan.block) for plan in plans]


def _keep_one(block: ProductBlock) -> Plan:
    try:
        (plan,) = _write(plans_with_categories([block]))
    except _REFUSALS as refusal:
        reason = f"The product {block.draft.handle} is left out. {str(refusal).splitlines()[0]}"
        plan = Plan(block=block, findings=[error(block.line, "", reason)])
    return plan


@unit_of_work
def _write(plans: Sequence[Plan]) -> list[Plan]:
    """Writes new products as planned, and plans the others again behind their locks."""
    begun = [plan.block for plan in plans if plan.change and plan.change.known]
    new = [plan for plan in plans if not plan.change or not plan.change.known]
    settled = [*new, *_plans_behind_locks(begun)]
    for plan in settled:
        _refuse_if_waiting(plan)
    write([plan.change for plan in settled if plan.change and plan.changes_something])
    return settled


def _plans_behind_locks(blocks: Sequence[ProductBlock]) -> list[Plan]:
    if not blocks:
        return []
    handles = sorted(block.draft.handle for block in blocks)
    rows = Product.objects.select_for_update().filter(handle__in=handles).order_by("handle")
    list(rows.values_list("id"))
    return plans_for(blocks)


def _refuse_if_waiting(plan: Plan) -> None:
    if plan.is_waiting:
        block = plan.block
        reason = f"The product {block.draft.handle} was left out before: nothing to add to."
        plan.findings.append(error(block.line, "", reason))
