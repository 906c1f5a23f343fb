"""The checkout's page: what is asked, and what it comes to."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from apps.accounts.queries import addresses_of
from apps.orders.queries import Quote, delivery_countries, quote
from shop.events.base import PostalAddress
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from shop.storefront.carts import CartRow, rows_of
from shop.storefront.countries import guessed_country
from shop.storefront.forms import ANOTHER_ADDRESS, CheckoutForm, Known, SeenForm


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that the page shows; `seen` is what it will say that it showed."""

    form: CheckoutForm
    seen: SeenForm
    quote: Quote
    rows: tuple[CartRow, ...]
    known: Known

    @property
    def needs_shipping(self) -> bool:
        return any(not row.line.ticketed for row in self.rows if row.line.sellable)

    @property
    def country(self) -> str:
        return self.form.destination.country


def known_before(request: HttpRequest) -> Known:
    """What can be offered to the visitor."""
    return Known(addresses=_addresses(request), countries=delivery_countries())


def first_answers(request: HttpRequest, known: Known) -> dict[str, str]:
    """What can be filled in before anybody has typed anything."""
    languages = request.headers.get("Accept-Language", "")
    answers = {
        "country": guessed_country(languages, among=known.countries),
        "saved": next(iter(known.addresses), ANOTHER_ADDRESS),
    }
    if request.user.is_authenticated:
        answers |= {"email": request.user.email, "name": request.user.name}
    return answers


def desk(customer_id: UUID, form: CheckoutForm, *, known: Known, key: str = "") -> Desk:
    """The page for this form, at today's prices; a new key unless the old one is to be tried."""
    offered = _quote(customer_id, form)
    return Desk(
        form=form,
        seen=SeenForm(initial=_seen(offered, key or str(new_id()))),
        quote=offered,
        rows=tuple(rows_of(offered.lines, customer_id)),
        known=known,
    )


def _quote(customer_id: UUID, form: CheckoutForm) -> Quote:
    """What it costs in the way that was chosen, or in the usual one if there is no such way."""
    ask = partial(
        quote,
        customer_id,
        country=form.destination.country,
        postal_code=form.destination.postal_code,
    )
    try:
        return ask(shipping_method=form.shipping_asked)
    except InvalidInput:
        return ask()


def _seen(offered: Quote, key: str) -> dict[str, Any]:
    total = offered.total
    return {
        "cart": offered.cart_id,
        "total": total.amount,
        "currency": total.currency,
        "key": key,
    }


def _addresses(request: HttpRequest) -> dict[str, PostalAddress]:
    """The member's addresses by their ids, the usual one first; of a guest none."""
    if not request.user.is_authenticated:
        return {}
    saved = addresses_of(request.user.customer_id)
    return {
        str(address.id): PostalAddress(
            name=address.name,
            line1=address.line1,
            line2=address.line2,
            postal_code=address.postal_code,
            city=address.city,
            country=address.country,
        )
        for address in saved
    }
