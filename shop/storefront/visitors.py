"""Who is visiting: a member, or a guest whose id the session keeps.

A guest's id is good for one order. It is given up with the order and at the sign-in, so that two
people who share a browser are never one customer, and forgetting one leaves the other's orders.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from apps.orders.queries import owner_of_cart
from apps.orders.services import merge_carts
from shop.kernel.identity import new_id

_GUEST = "guest_customer_id"
_FORMER_GUESTS = "former_guest_ids"
_MOST_FORMER_GUESTS = 20
_SHOWN_BY_LINK = "orders_shown_by_link"
_MOST_LINKS = 20


def customer_of(request: HttpRequest) -> UUID:
    """In whose name the visitor chooses; a guest gets an id that lasts until the order."""
    known = known_customer(request)
    if known is None:
        known = new_id()
        request.session[_GUEST] = str(known)
    return known


def known_customer(request: HttpRequest) -> UUID | None:
    """In whose name the visitor has bought or chosen something, if he has."""
    if request.user.is_authenticated:
        return request.user.customer_id
    return _guest(request)


def customers_of(request: HttpRequest) -> list[UUID]:
    """Whose orders the visitor may see: a member's own, and those bought as a guest before."""
    member = [request.user.customer_id] if request.user.is_authenticated else []
    guest = _guest(request)
    return member + ([guest] if guest else []) + _former_guests(request)


def buyer_with_cart(request: HttpRequest, cart_id: UUID) -> UUID | None:
    """In whose name that cart is ordered: the visitor's of now, or of before if it was his then."""
    owner = owner_of_cart(cart_id)
    return owner if owner in customers_of(request) else known_customer(request)


def customers_for_order(request: HttpRequest, number: str) -> list[UUID]:
    """Whose order of that number the visitor may see, also by a link that was mailed."""
    shown = request.session.get(_SHOWN_BY_LINK, {}).get(number)
    return customers_of(request) + ([UUID(shown)] if shown else [])


def remember_link(request: HttpRequest, *, number: str, customer_id: UUID) -> None:
    """The visitor came with the link that was mailed for this order, and may come back to it."""
    links = request.session.get(_SHOWN_BY_LINK, {})
    latest = list({**links, number: str(customer_id)}.items())[-_MOST_LINKS:]
    request.session[_SHOWN_BY_LINK] = dict(latest)


def give_guest_up(request: HttpRequest, customer_id: UUID) -> None:
    """Whoever goes on choosing is another guest than this one; his orders stay to be seen."""
    if _guest(request) == customer_id:
        del request.session[_GUEST]
        former = [customer_id, *_former_guests(request)][:_MOST_FORMER_GUESTS]
        request.session[_FORMER_GUESTS] = [str(guest) for guest in former]


def bring_cart(request: HttpRequest) -> None:
    """What a guest has put into the cart comes along when he turns out to be a member."""
    guest = _guest(request)
    if not guest or not request.user.is_authenticated:
        return
    give_guest_up(request, guest)
    merged = merge_carts(from_customer_id=guest, into_customer_id=request.user.customer_id)
    if merged.capped or merged.left_out:
        messages.info(request, "Your two carts are one now, but not everything fitted into it.")


def _guest(request: HttpRequest) -> UUID | None:
    guest = request.session.get(_GUEST)
    return UUID(guest) if guest else None


def _former_guests(request: HttpRequest) -> list[UUID]:
    """The latest first."""
    return [UUID(guest) for guest in request.session.get(_FORMER_GUESTS, [])]
