import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.request import Request

from shop.kernel.api.callers import caller_address
from shop.kernel.api.preconditions import expected_version, tagged
from shop.kernel.api.problems import problem_response
from shop.kernel.errors import InvalidInput
from shop.kernel.limits import LimitReached


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_a_caller_is_known_by_the_address_it_calls_from(named, address):
    request = RequestFactory().get("/", REMOTE_ADDR=named, headers={"X-Forwarded-For": "192.0.2.1"})

    assert caller_address(request) == address


def test_behind_a_proxy_only_what_the_proxy_saw_itself_counts(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "192.0.2.1, 203.0.113.7"}
    )

    assert caller_address(request) == "203.0.113.7"


def asking(tag: str) -> Request:
    return Request(RequestFactory().patch("/", headers={"If-Match": tag} if tag else {}))


def test_a_version_goes_out_as_a_tag_and_comes_back():
    tag = tagged(HttpResponse(), version=7)["ETag"]

    assert expected_version(asking(tag)) == 7
    assert expected_version(asking("*")) is None
    assert expected_version(asking("")) is None


@pytest.mark.parametrize("tag", ["7", 'W/"7"', '"seven"', '"7", "8"', '"99999999999"'])
def test_a_tag_of_nobody_is_refused(tag):
    with pytest.raises(InvalidInput, match="If-Match"):
        expected_version(asking(tag))


def test_who_came_too_often_is_told_when_to_come_back():
    answer = problem_response(LimitReached("Too often.", retry_after=12), {})

    assert (answer.status_code, answer["Retry-After"]) == (429, "12")
