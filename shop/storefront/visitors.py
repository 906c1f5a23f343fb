"""Who is visiting: a member, or a guest whose id the session keeps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from apps.orders.services import merge_carts
from shop.kernel.identity import new_id

_GUEST = "guest_customer_id"
_SHOWN_BY_LINK = "orders_shown_by_link"
_MOST_LINKS = 20


def customer_of(request: HttpRequest) -> UUID:
    """In whose name the visitor buys; a guest gets an id that stays with the session."""
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
    return member + ([guest] if guest else [])


def customers_for_order(request: HttpRequest, number: str) -> list[UUID]:
    """Whose order of that number the visitor may see, also by a link that was mailed."""
    shown = request.session.get(_SHOWN_BY_LINK, {}).get(number)
    return customers_of(request) + ([UUID(shown)] if shown else [])


def remember_link(request: HttpRequest, *, number: str, customer_id: UUID) -> None:
    """The visitor came with the link that was mailed for this order, and may come back to it."""
    links = request.session.get(_SHOWN_BY_LINK, {})
    latest = list({**links, number: str(customer_id)}.items())[-_MOST_LINKS:]
    request.session[_SHOWN_BY_LINK] = dict(latest)


def bring_cart(request: HttpRequest) -> None:
    """What a guest has put into the cart comes along when he turns out to be a member."""
    guest = _guest(request)
    if not guest or not request.user.is_authenticated:
        return
    merged = merge_carts(from_customer_id=guest, into_customer_id=request.user.customer_id)
    if merged.capped or merged.left_out:
        messages.info(request, "Your two carts are one now, but not everything fitted into it.")


def _guest(request: HttpRequest) -> UUID | None:
    guest = request.session.get(_GUEST)
    return UUID(guest) if guest else None
