"""Rows for the pages of the admin site, whichever model they show."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.forms.models import _get_foreign_key
from factory.django import DjangoModelFactory

from shop.events.shipping import ShipmentDelivered
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.models import (
    OutboxCursor,
    OutboxEvent,
    OutboxInboxStream,
    OutboxParkedKey,
    OutboxRefusedRecord,
    OutboxSkipped,
)
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.architecture.sources import APPS
from tests.factories.accounts import UserFactory

NO_PASSWORD = "!"  # noqa: S105 - none, because hashing one is slow on purpose


def add_rows(model: type[Model], number: int) -> None:
    """Adds rows as the model's app or Django would have made them."""
    for index in range(number):
        _maker(model)(index)


def add_parts(page: Any, whole: Model, number: int) -> None:
    """Adds rows to every table on the page of `whole`."""
    for inline in page.inlines:
        name = _get_foreign_key(page.model, inline.model).name
        for _ in range(number):
            _factory(inline.model).create(
                **{name: whole, **_related(inline.model, whole), **_apart(inline.model)}
            )


def _maker(model: type[Model]) -> Callable[[int], object]:
    if model in _OF_DJANGO:
        return _OF_DJANGO[model]
    return lambda _: _factory(model).create(**_apart(model))


def _factory(model: type[Model]) -> Any:
    return next(
        value
        for app in APPS
        for value in vars(import_module(f"tests.factories.{app}")).values()
        if isinstance(value, type)
        and issubclass(value, DjangoModelFactory)
        and value._meta.model is model
    )


def _related(model: type[Model], whole: Model) -> dict[str, Any]:
    """What else of a part has to belong to the same whole."""
    return {"attempt__payment": whole} if model._meta.label == "payments.Refund" else {}


def _apart(model: type[Model]) -> dict[str, Any]:
    """What makes rows differ that may not be the same twice."""
    number = model._default_manager.count() + 1
    apart = _APART.get(model._meta.label)
    return apart(number) if apart else {}


def _country(number: int) -> dict[str, str]:
    return {"country": chr(65 + number // 26) + chr(65 + number % 26)}


_APART: dict[str, Callable[[int], dict[str, Any]]] = {
    "accounts.ErasureRequest": lambda _: {"user__password": NO_PASSWORD},
    "accounts.LoginSession": lambda _: {"user__password": NO_PASSWORD},
    "accounts.SavedAddress": lambda _: {"is_default": False},
    "accounts.User": lambda _: {"password": NO_PASSWORD},
    "catalog.ProductImage": lambda number: {"position": number},
    "catalog.Variant": lambda number: {"position": number},
    "inventory.Hold": lambda number: {"sku": f"SKU-{number:05}"},
    "inventory.Warehouse": lambda number: {"code": f"W{number:05}"},
    "orders.TaxPolicy": _country,
    "orders.TaxRate": _country,
    "suppliers.CatalogueItem": lambda number: {"supplier__code": f"supplier-{number % 3}"},
    "suppliers.Supplier": lambda number: {"code": f"supplier-{number}"},
    "payments.PaymentAttempt": lambda number: {
        "number": number,
        "state": "declined",
        "due_at": None,
        "token": "",
    },
}


def _cursor(_: int) -> object:
    number = OutboxCursor.objects.count()
    return OutboxCursor.objects.create(consumer="files", shard=number, tick=0)


def _parked(_: int) -> object:
    return OutboxParkedKey.objects.create(
        consumer="orders",
        key=f"order:{new_id()}",
        next_retry_at=clock.now(),
        error="builtins.ValueError in handle:1",
        head_event=1,
    )


def _heard(_: int) -> object:
    return OutboxInboxStream.objects.create(
        consumer="notifications",
        source="tradewind",
        aggregate_type="order",
        aggregate_id=f"{new_id()}",
        last_seq=3,
        missing="{[1,2)}",
    )


def _refused(_: int) -> object:
    return OutboxRefusedRecord.objects.create(
        consumer="notifications",
        topic="notifications-inbox",
        partition=0,
        offset=OutboxRefusedRecord.objects.count(),
        reason="It is a tombstone.",
    )


def _skipped(_: int) -> object:
    return OutboxSkipped.objects.create(
        consumer="orders",
        key=f"order:{new_id()}",
        outbox_id=1,
        event={"type": "tradewind.orders.OrderPlaced.v1"},
        reason="placed by mistake",
        skipped_by="staff:1",
    )


@unit_of_work
def _event(_: int) -> None:
    publish(ShipmentDelivered(shipment_id=new_id(), order_id=new_id()))


def _entry(index: int) -> object:
    return LogEntry.objects.create(
        user=UserFactory(password=NO_PASSWORD),
        content_type=ContentType.objects.order_by("pk")[index % 5],
        object_id=str(new_id()),
        object_repr="Order",
        action_flag=CHANGE,
        change_message="Why not",
    )


_OF_DJANGO: dict[type[Model], Callable[[int], object]] = {
    Group: lambda _: Group.objects.create(name=f"group {new_id()}"),
    LogEntry: _entry,
    OutboxCursor: _cursor,
    OutboxEvent: _event,
    OutboxParkedKey: _parked,
    OutboxSkipped: _skipped,
    OutboxInboxStream: _heard,
    OutboxRefusedRecord: _refused,
}
