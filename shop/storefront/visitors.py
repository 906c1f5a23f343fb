"""Who is visiting: a member, or a guest whose id the session keeps."""

from uuid import UUID

from django.http import HttpRequest

from shop.kernel.identity import new_id

_GUEST = "guest_customer_id"


def customer_of(request: HttpRequest) -> UUID:
    """In whose name the visitor buys; a guest gets an id that stays with the session."""
    if request.user.is_authenticated:
        return request.user.customer_id
    if _GUEST not in request.session:
        request.session[_GUEST] = str(new_id())
    return UUID(request.session[_GUEST])


def customers_of(request: HttpRequest) -> list[UUID]:
    """Whose orders the visitor may see: a member's own, and those bought as a guest before."""
    member = [request.user.customer_id] if request.user.is_authenticated else []
    guest = [UUID(request.session[_GUEST])] if _GUEST in request.session else []
    return member + guest
