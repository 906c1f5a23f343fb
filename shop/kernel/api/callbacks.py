"""The door for messages that outside firms send: signed, kept as they came, understood later."""

from collections.abc import Callable
from typing import Annotated, ClassVar

import msgspec
from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.views import APIView

from shop.kernel.api.bodies import END, empty_answer
from shop.kernel.api.signatures import signed_body

OutsideId = Annotated[str, msgspec.Meta(max_length=255, pattern=rf"^[\x21-\x7e]+{END}")]


class CallbackSubject(msgspec.Struct):
    id: OutsideId


class CallbackEnvelope(msgspec.Struct):
    """What every callback has; the job reads the rest."""

    id: OutsideId
    data: CallbackSubject


class SandboxCallbackView(APIView):
    """Takes signed messages of the sandbox. Whoever calls often is still welcome."""

    authentication_classes = ()
    throttle_classes = ()
    permission_classes = ()
    keep: ClassVar[Callable[..., None]]
    """The app's service that keeps a message, once for each provider and event id."""

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        body = signed_body(request, header="Sandbox-Signature", secrets=[settings.SANDBOX_SECRET])
        self.keep(provider="sandbox", event_id=_event_id(body), body=body.decode())
        return empty_answer(status=200)


def _event_id(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=CallbackEnvelope).id
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ParseError(f"The callback cannot be read: {error}.") from error
