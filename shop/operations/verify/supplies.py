"""8. What suppliers owe is what inventory expects."""

from collections.abc import Iterator

from apps.inventory.queries import all_expected_supplies
from apps.suppliers.queries import last_moves, owed_units
from shop.kernel import clock
from shop.operations.verify.findings import TIME_TO_FINISH, Finding, Standing


def what_suppliers_owe_is_expected() -> Iterator[Finding]:
    owed = {place: it.units for place, it in owed_units().items()}
    expected = {(it.purchase_order_id, it.sku): it.units for it in all_expected_supplies()}
    different = {
        place
        for place in owed.keys() | expected.keys()
        if owed.get(place, 0) != expected.get(place, 0)
    }
    moves = last_moves({order_id for order_id, _ in different})
    for order_id, sku in sorted(different):
        move = moves.get(order_id)
        is_new = move is not None and clock.now() - move.at < TIME_TO_FINISH
        yield Finding(
            invariant="what suppliers owe is expected",
            subject=f"purchase order {move.number if move else order_id}",
            sentence=(
                f"Of {sku}, {owed.get((order_id, sku), 0)} units are still to come, and"
                f" {expected.get((order_id, sku), 0)} are expected."
            ),
            standing=Standing.OPEN if is_new else Standing.BROKEN,
        )
