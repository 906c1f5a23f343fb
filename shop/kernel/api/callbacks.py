"""The door for messages that outside firms send: signed, kept as they came, understood later."""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from prometheus_client import Counter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.views import APIView

from shop.kernel.api.bodies import empty_answer
from shop.kernel.api.signatures import WrongSignature, signed_body
from shop.kernel.callbacks import OutsideId
from shop.kernel.doors import secrets_of
from shop.kernel.errors import NotFound

callbacks_refused = Counter("callbacks_refused", "Messages signed by the wrong secret", ["door"])


class CallbackEnvelope(msgspec.Struct):
    """What every callback has; the job reads the rest."""

    id: OutsideId


class CallbackView(APIView):
    """Takes signed messages at `callbacks/<kind>/<provider>`. Who calls often is still welcome.

    A firm called `acme` signs in the header `Acme-Signature`.
    """

    authentication_classes = ()
    throttle_classes = ()
    permission_classes = ()
    kind: ClassVar[str]
    keep: ClassVar[Callable[..., None]]
    """The app's service that keeps a message, once for each provider and event id."""

    @extend_schema(exclude=True)
    def post(self, request: Request, provider: str) -> HttpResponse:
        body = self._signed_body(request, provider)
        self.keep(provider=provider, event_id=_event_id(body), body=body)
        return empty_answer(status=200)

    def _signed_body(self, request: Request, provider: str) -> str:
        door = f"{self.kind}/{provider}"
        secrets = secrets_of(door)
        if not secrets:
            raise NotFound("Nobody of this name calls back here.")
        try:
            raw = signed_body(request, header=f"{provider.title()}-Signature", secrets=secrets)
        except WrongSignature:
            callbacks_refused.labels(door).inc()
            raise
        return _as_text(raw)


def _as_text(raw: bytes) -> str:
    try:
        body = raw.decode()
    except UnicodeDecodeError as error:
        raise ParseError(f"The callback is not UTF-8: {error}.") from error
    if "\0" in body:
        raise ParseError("The callback holds a zero byte, which JSON does not.")
    return body


def _event_id(body: str) -> str:
    try:
        return msgspec.json.decode(body, type=CallbackEnvelope).id
    except msgspec.MsgspecError as error:
        raise ParseError(f"The callback cannot be read: {error}.") from error
