"""Cursors: where a page of a list ended, as a text that callers hand back."""

import base64
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec

from apps.catalog.rules.listings import ShownListing
from apps.catalog.rules.listings.typing import plain_text
from apps.catalog.sql.showing import Place
from shop.kernel.errors import InvalidInput

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class _Row(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    order: str
    key: str
    last: UUID


class _Number(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    order: str
    page: Annotated[int, msgspec.Meta(ge=1, le=1000)]


def after_row(listing: ShownListing, *, order: str) -> str:
    """Asks for what comes after this listing."""
    return _text(_Row(order, _key(listing, order), listing.product_id))


def row_before(cursor: str, *, order: str) -> Place | None:
    """Where the page before ended. Raises InvalidInput for a cursor that this list did not give."""
    if not cursor:
        return None
    try:
        row = msgspec.json.decode(_decoded(cursor), type=_Row)
        _check(row.key, order)
    except (ValueError, msgspec.MsgspecError) as error:
        raise _not_ours() from error
    if row.order != order:
        raise _not_ours()
    return Place(key=plain_text(row.key), last=str(row.last))


def page_at(number: int, *, order: str) -> str:
    """Asks for the page of that number, where rows have no lasting place."""
    return _text(_Number(order, number))


def number_of(cursor: str, *, order: str) -> int:
    """The page that is asked for. Raises InvalidInput for a cursor that this list did not give."""
    try:
        number = msgspec.json.decode(_decoded(cursor), type=_Number)
    except (ValueError, msgspec.MsgspecError) as error:
        raise _not_ours() from error
    if number.order != order:
        raise _not_ours()
    return number.page


def _key(listing: ShownListing, order: str) -> str:
    if order == "newest":
        return listing.created_at.isoformat()
    return listing.title if order == "name" else str(listing.price_from.amount)


def _check(key: str, order: str) -> None:
    if order == "newest":
        msgspec.convert(key, type=_Moment)
    elif order != "name" and not 0 < Decimal(msgspec.convert(key, type=Decimal)) < 10**11:
        raise ValueError(key)


def _text(place: msgspec.Struct) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _decoded(cursor: str) -> bytes:
    return base64.urlsafe_b64decode(cursor.encode("ascii", "replace"))


def _not_ours() -> InvalidInput:
    return InvalidInput("This cursor does not belong to this list.")
