"""The visitor's cart as its page shows it: what orders counts, with pictures and what is there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from apps.inventory.queries import WaitOffer, availability_of, units_offered, wait_offers
from apps.orders.queries import ShownCart, ShownCartLine, cart_of
from apps.orders.services import (
    add_to_cart,
    put_voucher_into_cart,
    remove_seat_from_cart,
    set_cart_quantity,
    take_voucher_out,
)
from shop.kernel.errors import DomainError
from shop.storefront.faces import Face, faces_of
from shop.storefront.formats import awaited, waiting
from shop.storefront.once import Pressed, do_once_or_anew


class TooFew(DomainError):
    """There are not so many units of it."""

    code = "too_few"


@dataclass(frozen=True, kw_only=True)
class CartRow:
    """One line of the cart, with the face of its product if it is still shown anywhere."""

    line: ShownCartLine
    face: Face | None
    available: int
    offer: WaitOffer | None

    @property
    def remark(self) -> str:
        """What keeps the line from being ordered as it is; or nothing."""
        if not self.line.sellable:
            return "No longer for sale"
        if self.line.quantity <= self._to_be_had:
            return ""
        return f"Only {self._to_be_had} left" if self._to_be_had else "Sold out"

    @property
    def note(self) -> str:
        """What the buyer has to wait for; or nothing."""
        missing = self.line.quantity - self.available
        if self.offer is None or missing <= 0 or self.remark:
            return ""
        if self.available:
            return awaited(missing, self.line.quantity, self.offer.promised_for)
        return waiting(self.offer.when_sold_out, self.offer.promised_for)

    @property
    def _to_be_had(self) -> int:
        return self.available + (self.offer.room if self.offer else 0)


@dataclass(frozen=True, kw_only=True)
class CartPage:
    """The whole cart."""

    cart: ShownCart
    rows: tuple[CartRow, ...]

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.rows) and not any(row.remark for row in self.rows)


def cart_page(customer_id: UUID | None) -> CartPage:
    """The customer's cart, in four statements; nobody's is empty."""
    if customer_id is None:
        return CartPage(cart=ShownCart(id=None, lines=()), rows=())
    cart = cart_of(customer_id)
    return CartPage(cart=cart, rows=tuple(rows_of(cart.lines, customer_id)))


def rows_of(lines: Iterable[ShownCartLine], customer_id: UUID) -> Iterable[CartRow]:
    """The lines with faces, and with the units that the customer can have now or wait for."""
    wanted = list(lines)
    skus = [line.sku for line in wanted]
    faces, available = faces_of(skus), _available_to(customer_id, skus)
    short = [line.sku for line in wanted if available[line.sku] < line.quantity]
    offers = wait_offers(short) if short else {}
    for line in wanted:
        yield CartRow(
            line=line,
            face=faces.get(line.sku),
            available=available[line.sku],
            offer=offers.get(line.sku),
        )


def put_into_cart(
    customer_id: UUID, *, sku: str, quantity: int, key: str, seats: Sequence[str] = ()
) -> None:
    """So many more of it, once per key; of tickets one for each of the seats at least.

    Raises TooFew, what `add_to_cart` raises, and TwinAtWork.
    """
    quantity = max(quantity, len(seats))
    _require_so_many(customer_id, sku, quantity)
    wish = {"sku": sku, "quantity": quantity, "seats": list(seats)}
    pressed = Pressed(customer_id=customer_id, form="add to cart", key=key)
    add = partial(add_to_cart, customer_id=customer_id, sku=sku, quantity=quantity)
    do_once_or_anew(pressed, wish, partial(add, seats=tuple(seats)))


def choose_voucher(customer_id: UUID, *, code: str, key: str, address: str = "") -> None:
    """The cart is to be ordered with this voucher; without a code, with none.

    Raises what `put_voucher_into_cart` raises. The `key` says nothing: the same twice is the same.
    """
    if code:
        put_voucher_into_cart(customer_id=customer_id, code=code, address=address)
    else:
        take_voucher_out(customer_id=customer_id)


def _require_so_many(customer_id: UUID, sku: str, quantity: int) -> None:
    available = _available_to(customer_id, [sku])[sku]
    if available >= quantity:
        return
    offer = wait_offers([sku]).get(sku)
    to_be_had = available + (offer.room if offer else 0)
    if to_be_had < quantity:
        raise TooFew(f"Only {to_be_had} left." if to_be_had else "This is sold out.")


def change_quantity(
    customer_id: UUID, *, sku: str, quantity: int, key: str, seats: tuple[str, ...] | None = None
) -> None:
    """Exactly so many of it, once per key: a late twin does not undo what was decided since.

    Seats that were picked stay, unless others are given.

    Raises what `set_cart_quantity` raises, and TwinAtWork.
    """
    wish = {"sku": sku, "quantity": quantity, "seats": seats}
    pressed = Pressed(customer_id=customer_id, form="change cart", key=key)
    put = partial(set_cart_quantity, customer_id=customer_id, sku=sku, quantity=quantity)
    do_once_or_anew(pressed, wish, partial(put, seats=seats))


def give_seat_back(customer_id: UUID, *, sku: str, seat: str, key: str) -> None:
    """One ticket less, the one for that seat, once per key. Raises TwinAtWork."""
    wish = {"sku": sku, "seat": seat}
    pressed = Pressed(customer_id=customer_id, form="give seat back", key=key)
    give_back = partial(remove_seat_from_cart, customer_id=customer_id, sku=sku, seat=seat)
    do_once_or_anew(pressed, wish, give_back)


def _available_to(customer_id: UUID, skus: Collection[str]) -> dict[str, int]:
    """Units that can be bought now, by everybody or by whoever they are held for in line."""
    free, offered = availability_of(skus), units_offered(skus, customer_id=customer_id)
    return {sku: free.get(sku, 0) + offered.get(sku, 0) for sku in skus}
