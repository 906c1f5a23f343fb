"""A browser, and the shop that it visits: web and `live`, with the sandbox outside."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from celery import current_app
from django.conf import settings
from playwright.sync_api import Browser, Page

from apps.orders.services import set_tax_rate
from tests.browser.chromium import find_chromium, open_chromium, visiting
from tests.shop.sandbox.process import SandboxProcess, running_sandbox
from tests.shop.storefront.live_process import running_live
from tests.shop.storefront.shelf import sell

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests here; each visits with a page, and a cookie jar, of its own."""
    path = find_chromium()
    if path is None:
        pytest.skip("needs a Chromium browser: install one, or name it in CHROMIUM")
    # Playwright keeps an event loop in this thread, from which Django would not let tests look
    # into the database. Nothing here runs concurrently, so the tests may.
    with pytest.MonkeyPatch.context() as patch, open_chromium(path) as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk."""
    with visiting(browser, **DESK) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone, with fingers instead of a mouse."""
    with visiting(browser, **PHONE) as page:
        yield page


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page where no script runs."""
    with visiting(browser, **DESK, java_script_enabled=False) as page:
        yield page


@pytest.fixture(scope="package")
def live(live_server) -> Iterator[str]:
    """The address of the process `live`."""
    with running_live(
        REDIS_URL=settings.REDIS_URL,
        SHOP_URL=live_server.url,
        LIVE_SECRET=settings.LIVE_SECRET,
    ) as address:
        yield address


@pytest.fixture(scope="package")
def sandbox(live_server, tmp_path_factory) -> Iterator[SandboxProcess]:
    """Gateway and courier; parcels leave and arrive at once."""
    with running_sandbox(
        tmp_path_factory.mktemp("sandbox"),
        secret=settings.SANDBOX_SECRET,
        payment_callback_url=f"{live_server.url}/callbacks/payments/sandbox",
        courier_callback_url=f"{live_server.url}/callbacks/shipping/sandbox",
        dispatch_seconds=0,
        delivery_seconds=0,
    ) as process:
        yield process


@pytest.fixture
def shop(transactional_db, live_server, live, sandbox, settings) -> str:
    """The address of a shop that sells ten tins of tea of each size."""
    settings.LIVE_URL = live
    settings.SANDBOX_URL = settings.SANDBOX_PUBLIC_URL = sandbox.url
    set_tax_rate(country="DE", tax_class="reduced", rate=Decimal("0.07"))
    sell(
        "darjeeling",
        title="Darjeeling",
        prices={"TEA-100": "6.90", "TEA-250": "12.50"},
        options=("Weight",),
        values={"TEA-100": ("100 g",), "TEA-250": ("250 g",)},
    )
    return str(live_server.url)


@pytest.fixture
def work(deliver: Callable[..., None], do_jobs: Callable[[], int]) -> Callable[[], None]:
    """`work()`: what relay and workers do in their next moment."""
    current_app.loader.import_default_modules()

    def run() -> None:
        deliver()
        do_jobs()
        deliver()

    return run
