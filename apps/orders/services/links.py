"""The link to an order, once more, for whoever lost the mail that it stood in."""

from datetime import timedelta
from uuid import UUID

from apps.orders.models import Order
from shop.events.orders import OrderLinkAsked, OrderLinkRequested
from shop.kernel import limits
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.limits import Rule
from shop.kernel.order_tokens import order_token
from shop.kernel.outbox.unit_of_work import unit_of_work

LINKS_OF_ORDER = Rule("links_of_order", 3, timedelta(hours=1))
LINKS_ASKED_FROM_ADDRESS = Rule("links_asked_from_address", 20, timedelta(hours=1))


def ask_for_link(*, number: str, email: str, address: str = "") -> None:
    """The link goes to `email` if the order of that number names it; nobody is told whether.

    Raises LimitReached, for a right guess as for a wrong one.
    """
    number, email = number.strip().upper(), email.strip().lower()
    if address:
        limits.require(LINKS_ASKED_FROM_ADDRESS, address)
    limits.require(LINKS_OF_ORDER, f"{number} {email}")
    _keep_ask(number, email)


@unit_of_work
def mail_link(*, order_id: UUID) -> None:
    """Asks for a mail with the link. Nothing happens if the buyer was forgotten meanwhile."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.email:
        publish(
            OrderLinkRequested(
                order_id=order.id,
                number=order.number,
                customer_id=order.customer_id,
                email=order.email,
                lookup_token=order_token(customer_id=order.customer_id, order_id=order.id),
            )
        )


@unit_of_work
def _keep_ask(number: str, email: str) -> None:
    """The same work whether there is such an order or not."""
    known = Order.objects.filter(number=number).values_list("id", "email").first()
    fits = known is not None and bool(email) and known[1].lower() == email
    publish(OrderLinkAsked(ask_id=new_id(), found=known[0] if known and fits else None))
