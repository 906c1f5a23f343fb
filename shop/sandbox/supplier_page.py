"""What all suppliers were asked for, as one screen."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shop.sandbox.clock import written
from shop.sandbox.pages import page, rows
from shop.sandbox.service import sandbox_of
from shop.sandbox.supplier_orders import SupplierOrder
from shop.sandbox.supplier_stories import SUPPLIER_STORIES
from shop.sandbox.suppliers import newest_orders

_AT_MOST = 50


async def orders_page(request: Request) -> Response:
    """The newest orders, the last one at the top."""
    orders = await sandbox_of(request).look(lambda ledger: newest_orders(ledger, limit=_AT_MOST))
    stories = [{"name": f"…-{one.name}", "plot": one.plot} for one in SUPPLIER_STORIES]
    return page(
        "supplier",
        title="Suppliers",
        orders=rows("supplier_order", map(_shown, orders)),
        silence="" if orders else "No orders yet",
        stories=rows("supplier_story", stories),
    )


def _shown(order: SupplierOrder) -> dict[str, str]:
    promised = {it.code: it.quantity for it in order.promised}
    return {
        "number": order.number,
        "supplier": order.supplier,
        "told": ", ".join(_told(order)),
        "items": rows(
            "supplier_item",
            [
                {
                    "code": it.code,
                    "quantity": it.quantity,
                    "promised": promised.get(it.code, "-"),
                    "sent": sum(
                        sent.quantity
                        for delivery in order.deliveries
                        for sent in delivery.items
                        if sent.code == it.code
                    ),
                }
                for it in order.items
            ],
        ),
        "notes": ", ".join(delivery.id for delivery in order.deliveries) or "none",
    }


def _told(order: SupplierOrder) -> Iterator[str]:
    yield f"taken {written(order.taken_at)}"
    yield f"{order.status}: {order.reason}" if order.reason else order.status
    if order.expected_on:
        yield f"due {order.expected_on}"


ROUTES = [Route("/", orders_page)]
