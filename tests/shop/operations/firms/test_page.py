"""Staff whose work waits for a firm see whether it answers."""

import pytest
from django.urls import reverse

from shop.kernel.cache import board
from shop.kernel.errors import Unreachable
from tests.shop.kernel.firm import answers, firm_that
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:operations_firms")
LISTS = {
    "support": ("payments_paymentattempt", "notifications_message"),
    "warehouse": ("shipping_shipment",),
    "finance": ("payments_payment",),
    "purchaser": ("suppliers_purchaseorder",),
}


@pytest.fixture(autouse=True)
def _patience(settings):
    settings.BREAKER_FAILURES, settings.BREAKER_SECONDS = 2, 3600
    board.forget_failures()
    yield
    board.forget_failures()


def ask(firm, *, times):
    for _ in range(times):
        try:
            firm.get("/thing", dict[str, int])
        except Unreachable:
            continue


def test_a_firm_that_gives_no_answers_is_shown_with_its_error_beside_one_that_does(clerk):
    with firm_that(answers()) as well, firm_that(answers("503 Service Unavailable")) as ill:
        ask(well.known_as("The courier"), times=1)
        ask(ill.known_as("The gateway"), times=5)
        shown = Page(clerk("support").get(PAGE)).text
        addresses = [f"127.0.0.1:{firm.port}" for firm in (well, ill)]

    courier, _, gateway = shown.partition("The gateway")
    assert f"The courier {addresses[0]} asked" in courier
    assert f" {addresses[1]} left alone" in gateway
    assert " 2 3 " in gateway
    assert "The gateway answered with status 503." in shown


def test_without_redis_the_page_says_who_knows(clerk, settings):
    client = clerk("support")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert "only the workers know" in Page(client.get(PAGE)).text


def test_a_shop_that_asked_nobody_says_so(clerk):
    assert "No firm was asked within a week" in Page(clerk("finance").get(PAGE)).text


@pytest.mark.parametrize("role", LISTS)
def test_whoever_waits_for_firms_finds_the_page_from_the_lists_of_his_work(clerk, role):
    client = clerk(role)

    lists = [client.get(reverse(f"admin:{name}_changelist")) for name in LISTS[role]]

    assert all(f'href="{PAGE}"' in shown.content.decode() for shown in lists)
    assert client.get(PAGE).status_code == 200


def test_nobody_else_sees_it(clerk):
    assert clerk("merchandiser").get(PAGE).status_code == 403
