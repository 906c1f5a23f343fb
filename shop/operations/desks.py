"""The desks of the admin site: who works on what. Apps that come later have a desk of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A title, and what lies there as `app.model`; `app.*` is what else the app has."""

    name: str
    title: str
    holds: tuple[str, ...]


DESKS = (
    Desk(
        name="orders",
        title="Orders and customers",
        holds=(
            *("orders.order", "orders.draftorder", "accounts.user", "orders.cart", "accounts.*"),
        ),
    ),
    Desk(
        name="catalogue",
        title="Catalogue and prices",
        holds=("catalog.product", "catalog.variant", "catalog.*", "orders.offer"),
    ),
    Desk(name="stock", title="Stock", holds=("inventory.stock", "inventory.*")),
    Desk(
        name="purchasing",
        title="Purchasing",
        holds=("suppliers.purchaseorder", "suppliers.unmetneed", "suppliers.*"),
    ),
    Desk(
        name="money",
        title="Money",
        holds=(
            *("payments.payment", "payments.refund", "payments.settlementbreak"),
            *("payments.*", "orders.*"),
        ),
    ),
    Desk(
        name="parcels",
        title="Parcels and messages",
        holds=("shipping.shipment", "notifications.message", "shipping.*", "notifications.*"),
    ),
    Desk(
        name="engine-room",
        title="Engine room",
        holds=("kernel.outboxcursor", "kernel.outboxparkedkey", "kernel.*", "auth.*", "admin.*"),
    ),
)


_NAMES = {
    "admin.logentry": "Done by hand",
    "auth.group": "Roles of the staff",
    "kernel.outboxcursor": "Outbox",
    "kernel.outboxevent": "Events",
    "kernel.outboxparkedkey": "Parked events",
    "kernel.outboxskipped": "Skipped events",
}


def sorted_by_desk(models: Sequence[dict[str, Any]], *, index: str) -> list[dict[str, Any]]:
    """The site's models, as Django describes them, in groups as Django's index shows them."""
    by_desk: dict[str, list[tuple[int, str, dict[str, Any]]]] = {}
    for model in models:
        label, (name, rank) = _label(model["model"]), _place(model["model"])
        named = {**model, "name": _NAMES.get(label, model["name"])}
        by_desk.setdefault(name, []).append((rank, named["name"], named))
    return [
        {
            "name": title,
            "app_label": name,
            "app_url": f"{index}#{name}",
            "has_module_perms": True,
            "models": [model for *_, model in sorted(by_desk[name], key=lambda it: it[:2])],
        }
        for name, title in _titles(by_desk)
    ]


def _label(model: Any) -> str:
    return str(model._meta.label_lower)  # noqa: SLF001 - Django documents it


def _place(model: Any) -> tuple[str, int]:
    label = _label(model)
    app = label.split(".")[0]
    for named in (label, f"{app}.*"):
        for desk in DESKS:
            if named in desk.holds:
                return desk.name, desk.holds.index(named)
    return app, 0


def _titles(by_desk: dict[str, Any]) -> Iterator[tuple[str, str]]:
    known = {desk.name: desk.title for desk in DESKS}
    yield from ((name, title) for name, title in known.items() if name in by_desk)
    for name in sorted(by_desk.keys() - known.keys()):
        yield name, str(apps.get_app_config(name).verbose_name)
