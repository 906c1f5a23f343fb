import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.views.defaults import permission_denied

from config.errors import server_error
from tests.shop.storefront.reader import Page


def test_every_page_forbids_what_is_inline_or_foreign(client, tea):
    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize("path", ["/", "/c/tea", "/p/darjeeling", "/account/sign-up", "/orders"])
def test_no_page_needs_what_its_policy_forbids(client, tea, path):
    answer = client.get(path).content.decode()

    assert "<style" not in answer
    assert " style=" not in answer
    assert "<script>" not in answer
    assert " onclick" not in answer


def test_an_unknown_address_looks_like_the_shop(client, db):
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "This page has drifted away" in Page(response).text


def test_the_page_of_a_failure_asks_neither_database_nor_session(rf):
    response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something broke on our side" in Page(response).text


def test_the_page_of_a_refusal_looks_like_the_shop(rf):
    response = permission_denied(rf.get("/"), PermissionDenied())

    assert response.status_code == 403
    assert "This is not for everybody" in Page(response).text


def test_too_much_at_once_is_a_page_too(client, put_in):
    put_in()

    response = client.post("/checkout", {"name": "x" * 70_000})

    assert response.status_code == 400
    assert "We did not understand that" in Page(response).text


def test_a_host_that_is_not_ours_is_refused(db):
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400


@pytest.mark.parametrize("key", ["x", "0" * 32, '"\\000aaaaaaaaaaaaaaaa"', '"\\303\\050aaaaaaa"'])
def test_a_session_that_nobody_has_is_a_new_visitor(tea, key):
    visitor = Client(headers={"cookie": f"sessionid={key}"})

    assert visitor.get("/orders").status_code == 200
    assert (
        visitor.post("/cart/add", {"sku": "TEA-100", "quantity": 1, "key": "k"}).status_code == 302
    )


@pytest.mark.parametrize(
    "path", ["/cart/add", "/cart/change", "/account/sign-out", "/orders/AAAAA-AAAAA/cancel"]
)
def test_what_changes_something_cannot_be_a_link(client, db, path):
    assert client.get(path).status_code == 405
