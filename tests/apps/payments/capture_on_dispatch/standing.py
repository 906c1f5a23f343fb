"""How promised money stands, and what happens to it outside of the shop."""

from uuid import UUID

from apps.payments.queries import (
    captured_by_order,
    payments_out_of_balance,
    shown_payment,
    wallets_out_of_balance,
)
from shop.events.shipping import ShipmentDispatched
from shop.kernel.identity import new_id
from tests.apps.payments.story import (
    charge_of,
    happen,
)

ADA = UUID(int=1)


def goods_leave(payment):
    happen(
        ShipmentDispatched(shipment_id=new_id(), order_id=payment.order_id, tracking_number="SB1")
    )


def standing(payment):
    """The payment's state, what it keeps, and what is promised; nothing is out of balance."""
    assert payments_out_of_balance() == wallets_out_of_balance() == []
    money = captured_by_order()[payment.order_id]
    return money.state, money.kept, money.promised


def word_for(payment):
    return shown_payment(customer_id=payment.customer_id, order_id=payment.order_id).status


def let_go_by_bank(sandbox, attempt):
    """The buyer's bank gives free what it kept."""
    ask_gateway(sandbox, attempt, "void")


def ask_gateway(sandbox, attempt, move, **body):
    """Somebody moves the charge in the gateway's own pages."""
    with sandbox.client() as client:
        answer = client.post(
            f"/gateway/charges/{charge_of(sandbox, attempt)['id']}/{move}",
            headers={"Idempotency-Key": str(new_id())},
            json=body or None,
        )
    assert answer.status_code == 200
