"""The suppliers over HTTP: read, do once, answer."""

from dataclasses import asdict, dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.answers import answer_once
from shop.sandbox.reading import asked_reference, body_of, decoded
from shop.sandbox.service import sandbox_of
from shop.sandbox.supplier_orders import Units
from shop.sandbox.suppliers import order_with_id, orders_for

Line = Annotated[str, Meta(min_length=1, max_length=255)]


@dataclass(frozen=True, kw_only=True)
class ItemInput:
    code: Line
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)]


@dataclass(frozen=True, kw_only=True)
class OrderInput:
    reference: Line
    number: Line
    items: Annotated[tuple[ItemInput, ...], Meta(min_length=1)]
    wanted_on: date


async def place_order(request: Request) -> Response:
    body = await body_of(request)
    asked = decoded(body, OrderInput)
    suppliers = sandbox_of(request).suppliers
    answer = await answer_once(
        request,
        body,
        lambda ledger: suppliers.take(
            ledger,
            supplier=request.path_params["supplier"],
            reference=asked.reference,
            number=asked.number,
            items=tuple(Units(**asdict(it)) for it in asked.items),
            wanted_on=asked.wanted_on,
        ).as_json(),
        status=HTTPStatus.CREATED,
    )
    return answer.response()


async def show_order(request: Request) -> Response:
    asked, supplier = request.path_params["order_id"], request.path_params["supplier"]
    order = await sandbox_of(request).look(
        lambda ledger: order_with_id(ledger, asked, supplier=supplier)
    )
    return JSONResponse(order.as_json())


async def list_orders(request: Request) -> Response:
    reference = asked_reference(request)
    orders = await sandbox_of(request).look(lambda ledger: orders_for(ledger, reference=reference))
    return JSONResponse([order.as_json() for order in orders])


ROUTES = [
    Route("/{supplier}/orders", place_order, methods=["POST"]),
    Route("/{supplier}/orders", list_orders),
    Route("/{supplier}/orders/{order_id}", show_order),
]
