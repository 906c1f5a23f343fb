"""Every caller has a budget of requests a minute; each answer says how much of it is left.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from shop.kernel.api.authentication import Caller
from shop.kernel.api.callers import caller_address
from shop.kernel.limits import Rule, Verdict, allow

if TYPE_CHECKING:
    # It imports this module itself, by the settings.
    from rest_framework.views import APIView

_MINUTE = timedelta(minutes=1)
_HEADERS = "_headers_of_the_budget"


class CallersBudget(BaseThrottle):
    """So many reads and so many writes a minute, for each customer, or else for each address.

    A caller on this machine without a customer's token is the operator, and is not counted.
    """

    _verdict: Verdict | None = None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        key = _key_of(request)
        if not key:
            return True
        rule = _rule_for(request)
        self._verdict = allow(rule, key)
        setattr(request._request, _HEADERS, _headers(rule, self._verdict))  # noqa: SLF001
        return self._verdict.allowed

    def wait(self) -> float | None:
        return self._verdict.reset_after if self._verdict else None


class BudgetHeadersMiddleware:
    """Tells the caller what is left of the budget, in whatever the view answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in getattr(request, _HEADERS, {}).items():
            response[name] = value
        return response


def _key_of(request: Request) -> str:
    if isinstance(request.user, Caller):
        return f"customer:{request.user.customer_id}"
    return caller_address(request._request)  # noqa: SLF001


def _rule_for(request: Request) -> Rule:
    if request.method in SAFE_METHODS:
        return Rule("api-reads", settings.API_READS_PER_MINUTE, _MINUTE)
    return Rule("api-writes", settings.API_WRITES_PER_MINUTE, _MINUTE)


def _headers(rule: Rule, verdict: Verdict) -> dict[str, str]:
    seconds = int(rule.per.total_seconds())
    return {
        "RateLimit-Policy": f'"{rule.name}";q={rule.amount};w={seconds}',
        "RateLimit": f'"{rule.name}";r={verdict.remaining};t={verdict.reset_after}',
    }
