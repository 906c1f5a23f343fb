"""Shared pages: made for nobody, completed for each visitor."""

from decimal import Decimal

import pytest
import redis
from django.test import Client

from apps.accounts.services import register_user
from apps.catalog.services import change_price
from shop.kernel.cache import board, keeping
from shop.storefront.shared import mark_of
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import sell

PASSWORD = "a-long-password-1"  # noqa: S105 - of nobody
PAGES = ["/", "/c/tea", "/p/darjeeling"]


@pytest.fixture(autouse=True)
def _kept(settings, tea, monkeypatch):
    settings.SHARED_CACHE = True
    # However slow the machine is, a test takes no second.
    monkeypatch.setattr(keeping, "FRESH_MS", 60_000)
    board.forget_failures()
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter(board.key_of("answer", "*")):
        client.delete(key)
    client.close()


@pytest.fixture
def member(db) -> Client:
    register_user(email="ada@example.com", name="Ada Lovelace", password=PASSWORD)
    client = Client()
    client.post("/account/sign-in", {"email": "ada@example.com", "password": PASSWORD})
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_nothing_that_belongs_to_a_member(member, page):
    seen_by_member = Page(member.get(page)).text
    seen_by_stranger = Page(Client().get(page)).text

    assert "Sign out" in seen_by_member
    assert "Sign out" not in seen_by_stranger
    assert "Sign in" in seen_by_stranger
    assert "Sign out" in Page(member.get(page)).text


def test_every_visitor_has_a_token_and_a_key_of_his_own():
    forms = [Page(Client().get("/p/darjeeling")).form("/cart/add") for _ in range(2)]

    assert forms[0]["csrfmiddlewaretoken"] != forms[1]["csrfmiddlewaretoken"]
    assert forms[0]["key"] != forms[1]["key"]


def test_the_form_of_a_shared_page_is_accepted():
    visitor = Client(enforce_csrf_checks=True)
    form = Page(visitor.get("/p/darjeeling")).form("/cart/add")

    added = visitor.post("/cart/add", form | {"quantity": "2"})
    shown = Page(visitor.get("/p/darjeeling"))

    assert added.status_code == 302
    assert "is in your cart" in shown.text
    assert "2 things in it" in shown.text
    assert "is in your cart" not in Page(Client().get("/p/darjeeling")).text
    assert "0 things in it" in Page(Client().get("/p/darjeeling")).text


@pytest.mark.parametrize("page", PAGES)
def test_a_kept_page_costs_a_stranger_no_statement(page, django_assert_num_queries):
    Client().get(page)

    with django_assert_num_queries(0):
        answer = Client().get(page)

    assert answer["Vary"] == "Cookie"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("page", PAGES)
def test_no_mark_is_left_in_a_page(member, page):
    for visitor in (Client(), member):
        assert mark_of("").strip("[]:") not in visitor.get(page).content.decode()


def test_whoever_writes_a_mark_into_a_title_gets_only_text():
    sell("trick", title="[csrf:0123] [account:x]", prices={"TRICK": "1.00"})

    assert "[csrf:0123] [account:x]" in Page(Client().get("/p/trick")).text


@pytest.mark.parametrize("question", ["", "?utm_source=mail", "?gclid=1"])
def test_what_only_advertisers_want_to_know_makes_no_other_page(
    question, django_assert_num_queries
):
    Client().get("/p/darjeeling")

    with django_assert_num_queries(0):
        Client().get(f"/p/darjeeling{question}")


def test_a_very_long_address_is_answered_and_not_kept(django_assert_max_num_queries):
    address = f"/c/tea?{'x' * 700}"

    assert Client().get(address).status_code == 200
    with django_assert_max_num_queries(9):
        assert Client().get(address).status_code == 200


def test_a_new_price_is_seen_as_soon_as_it_is_listed(deliver, django_capture_on_commit_callbacks):

    Client().get("/p/darjeeling")
    change_price(stock_code="TEA-100", price=Decimal("5.55"))

    with django_capture_on_commit_callbacks(execute=True):
        deliver("catalog_listings")

    assert "€5.55" in Page(Client().get("/p/darjeeling")).text


def test_without_redis_pages_are_shown_all_the_same(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert [Client().get(page).status_code for page in PAGES] == [200] * 3
