"""Filling carts: a customer has one that is open, and it is made when something is put in."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError
from psycopg.errors import CheckViolation

from apps.orders import sql
from apps.orders.models import Cart, CartLine, CartState, Offer
from apps.orders.rules import (
    MOST_LINES,
    MOST_UNITS,
    NotForSale,
    UnknownGoods,
    WantedLine,
    confirm_quantity,
    new_cart_token,
)
from apps.orders.services.locks import locked_open_carts
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work

_ROOM = "orders_cart_has_room"


@dataclass(frozen=True, kw_only=True)
class GuestCart:
    """An empty cart of somebody unknown; `token` is told once and cannot be found again."""

    id: UUID
    customer_id: UUID
    token: str


@dataclass(frozen=True, kw_only=True)
class MergedCart:
    """What did not fit: SKUs capped at the most units of a line, and SKUs left out."""

    capped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@unit_of_work
def open_guest_cart() -> GuestCart:
    """A cart for a guest who is known by nothing but the token."""
    token = new_cart_token(new_id())
    cart = Cart.objects.create(id=token.cart_id, customer_id=new_id(), token_hash=token.secret_hash)
    return GuestCart(id=cart.id, customer_id=cart.customer_id, token=token.text)


@unit_of_work
def open_cart(*, customer_id: UUID) -> UUID:
    """The id of the customer's open cart, made now if there is none."""
    return sql.open_cart(customer_id)


@unit_of_work
def add_to_cart(*, customer_id: UUID, sku: str, quantity: int, seats: tuple[str, ...] = ()) -> None:
    """So many more units of the SKU are in the cart, at the price that is seen now.

    Tickets may be for certain seats, at most one each. Raises UnknownGoods, NotForSale, and
    InvalidInput when more would be wanted than can be ordered, or seats that cannot be meant.
    """
    wanted = WantedLine(sku, quantity, seats)
    confirm_quantity(wanted)
    try:
        was_put_in = sql.put_into_cart(customer_id, sku, quantity, seats)
    except IntegrityError as error:
        raise _filled_meanwhile(error) from error
    if not was_put_in:
        raise _refusal(customer_id, wanted)


@unit_of_work
def set_cart_quantity(
    *, customer_id: UUID, sku: str, quantity: int, seats: tuple[str, ...] | None = None
) -> None:
    """Exactly so many units of the SKU are in the cart; none of it with a quantity of 0.

    The seats that were picked stay, unless others are given. Raises what `add_to_cart` raises, and
    InvalidInput for fewer units than picked seats.
    """
    if not quantity:
        carts = locked_open_carts({customer_id}).values()
        CartLine.objects.filter(cart__in=carts, sku=sku).delete()
        return
    # A cart that is made only now is locked, too: a twin would add to what the first one has set.
    line = CartLine.objects.filter(cart=sql.open_cart(customer_id), sku=sku).first()
    if line is None:
        add_to_cart(customer_id=customer_id, sku=sku, quantity=quantity, seats=seats or ())
        return
    wanted = WantedLine(sku, quantity, tuple(line.seats) if seats is None else seats)
    confirm_quantity(wanted)
    if seats and not _has_seats(sku):
        raise _no_seats(sku)
    line.quantity, line.seats = quantity, list(wanted.seats)
    line.save(update_fields=["quantity", "seats"])


@unit_of_work
def remove_seat_from_cart(*, customer_id: UUID, sku: str, seat: str) -> None:
    """The ticket for that seat is not in the cart any more, whether it was or not."""
    carts = locked_open_carts({customer_id}).values()
    line = CartLine.objects.filter(cart__in=carts, sku=sku, seats__contains=[seat]).first()
    if line is None:
        return
    if line.quantity == 1:
        line.delete()
        return
    line.quantity -= 1
    line.seats.remove(seat)
    line.save(update_fields=["quantity", "seats"])


@unit_of_work
def merge_carts(*, from_customer_id: UUID, into_customer_id: UUID) -> MergedCart:
    """What a guest had in the cart is in the member's; quantities of the same SKU are added.

    Once more changes nothing, because the guest's cart is closed then.
    """
    carts = locked_open_carts({from_customer_id, into_customer_id})
    guests = carts.get(from_customer_id)
    if guests is None or from_customer_id == into_customer_id:
        return MergedCart()
    merged = _moved_lines(guests, into_cart_id=sql.open_cart(into_customer_id))
    if guests.voucher_code:
        Cart.objects.filter(customer_id=into_customer_id, state=CartState.OPEN).update(
            voucher_code=guests.voucher_code
        )
    guests.merge()
    guests.save(update_fields=["state"])
    return merged


def _moved_lines(guests: Cart, *, into_cart_id: UUID) -> MergedCart:
    members = {line.sku: line for line in CartLine.objects.filter(cart_id=into_cart_id)}
    capped, left_out, changed = [], [], []
    for line in guests.lines.order_by("id"):
        if line.sku in members:
            capped += [line.sku] * _is_capped(members[line.sku], line)
            changed.append(members[line.sku])
        elif len(members) < MOST_LINES:
            line.cart_id = into_cart_id
            members[line.sku] = line
            changed.append(line)
        else:
            left_out.append(line.sku)
    CartLine.objects.bulk_update(changed, ["cart", "quantity", "seats"])
    return MergedCart(capped=tuple(capped), left_out=tuple(left_out))


def _is_capped(line: CartLine, guests: CartLine) -> bool:
    """Adds the guest's units, as many as fit, a seat once; whether some did not."""
    twins = set(line.seats) & set(guests.seats)
    wanted = line.quantity + guests.quantity - len(twins)
    line.quantity = min(wanted, MOST_UNITS)
    line.seats += [seat for seat in guests.seats if seat not in twins]
    return wanted > MOST_UNITS


def _refusal(customer_id: UUID, wanted: WantedLine) -> DomainError:
    sku, at = wanted.sku, clock.now()
    offers = Offer.objects.filter(sku=sku)
    if not offers:
        return UnknownGoods([sku])
    if not any(it.sellable and (it.sold_until is None or it.sold_until > at) for it in offers):
        return NotForSale([sku])
    if wanted.seats and not _has_seats(sku):
        return _no_seats(sku)
    lines = [row for row in sql.cart_lines(customer_id) if row.sku == sku]
    if twins := sorted({seat for row in lines for seat in row.seats} & set(wanted.seats)):
        return InvalidInput(f"{', '.join(twins)} is in the cart already: name each seat once.")
    if lines:
        return InvalidInput(f"A line of a cart has at most {MOST_UNITS} units: order twice.")
    return _no_room()


def _has_seats(sku: str) -> bool:
    return Offer.objects.filter(sku=sku, ticketed=True).exists()


def _no_seats(sku: str) -> InvalidInput:
    return InvalidInput(f"{sku} has no seats: put it in by quantity alone.")


def _filled_meanwhile(error: IntegrityError) -> Exception:
    """Somebody else put the last line in while this one waited; any other error as it is."""
    cause = error.__cause__
    is_full = isinstance(cause, CheckViolation) and cause.diag.constraint_name == _ROOM
    return _no_room() if is_full else error


def _no_room() -> InvalidInput:
    return InvalidInput(f"A cart has at most {MOST_LINES} lines: order these first.")
