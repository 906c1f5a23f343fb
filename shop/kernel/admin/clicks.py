"""A form means one thing once: its hidden key lets a second click do nothing."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django import forms
from django.http import HttpRequest

from shop.kernel.idempotency import KeyedRequest, Outcome, done_once
from shop.kernel.identity import new_id


def key_field() -> forms.CharField:
    return forms.CharField(max_length=100, widget=forms.HiddenInput, initial=new_id)


def done_per_click(
    request: HttpRequest, route: str, said: Mapping[str, Any], act: Callable[[], str]
) -> str:
    """What `act` returned at the first click of the form. Raises what `done_once` raises."""
    words = {name: str(value) for name, value in sorted(said.items())}
    asked = KeyedRequest(
        key=said["key"],
        caller=f"staff:{request.user.pk}",
        route=route,
        body=msgspec.json.encode(words),
    )
    return done_once(asked, lambda: Outcome(status=HTTPStatus.OK, body=act())).body
