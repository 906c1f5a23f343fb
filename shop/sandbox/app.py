"""The sandbox as one ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from shop.sandbox import (
    approval_pages,
    card_page,
    control,
    courier_api,
    courier_pages,
    gateway_api,
    phone_api,
    phone_page,
    soap_api,
    stripe_api,
    supplier_api,
    supplier_page,
)
from shop.sandbox.background import run_background
from shop.sandbox.guards import Guard, play_troubles, require_key
from shop.sandbox.outage import is_outage
from shop.sandbox.problems import (
    RefusalError,
    answer_disconnect,
    answer_failure,
    answer_http_error,
    answer_refusal,
)
from shop.sandbox.service import Sandbox, sandbox_of
from shop.sandbox.silence import Firm, silent_firms

_KEYED = [Middleware(Guard, require_key)]


def create_app(sandbox: Sandbox) -> Starlette:
    """All firms and levers; the background work lives as long as the application."""
    app = Starlette(
        routes=_routes(),
        lifespan=_lifespan,
        exception_handlers={
            RefusalError: answer_refusal,
            HTTPException: answer_http_error,
            ClientDisconnect: answer_disconnect,
            Exception: answer_failure,
        },
    )
    app.state.sandbox = sandbox
    return app


def _routes() -> list[Mount | Route]:
    """Pages for people are open; whatever the shop calls needs its key."""
    pages = [*card_page.ROUTES, *approval_pages.ROUTES]
    gateway = [*pages, Mount("", routes=gateway_api.ROUTES, middleware=_KEYED)]
    courier = [*courier_pages.ROUTES, Mount("", routes=courier_api.ROUTES, middleware=_KEYED)]
    suppliers = [*supplier_page.ROUTES, Mount("", routes=supplier_api.ROUTES, middleware=_KEYED)]
    phones = [*phone_page.ROUTES, Mount("", routes=phone_api.ROUTES, middleware=_KEYED)]
    return [
        Route("/healthz", _healthz),
        _firm(Firm.GATEWAY, gateway),
        _firm(Firm.SOAP, [Mount("", routes=soap_api.ROUTES, middleware=_KEYED)]),
        _firm(Firm.STRIPE, [Mount("", routes=stripe_api.ROUTES, middleware=_KEYED)]),
        _firm(Firm.COURIER, courier),
        _firm(Firm.PHONES, phones),
        _firm(Firm.SUPPLIERS, suppliers),
        Mount("/control", routes=control.ROUTES, middleware=_KEYED),
    ]


def _firm(firm: Firm, routes: Sequence[BaseRoute]) -> Mount:
    return Mount(f"/{firm}", routes=routes, middleware=[Middleware(Guard, play_troubles(firm))])


async def _healthz(request: Request) -> Response:
    """Healthy means that storage answers; a played outage or silence is part of the play."""
    outage, silent = await sandbox_of(request).look(
        lambda ledger: (is_outage(ledger), silent_firms(ledger))
    )
    return JSONResponse({"status": "ok", "outage": outage, "silent": silent})


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    background = asyncio.create_task(run_background(app.state.sandbox))
    try:
        yield
    finally:
        background.cancel()
        with suppress(asyncio.CancelledError):
            await background
