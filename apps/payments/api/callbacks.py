"""The door for the gateway's callbacks."""

from typing import Annotated

import msgspec
from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.payments.services import keep_callback
from shop.kernel.api.bodies import END
from shop.kernel.api.signatures import signed_body

SANDBOX = "sandbox"
OutsideId = Annotated[str, msgspec.Meta(max_length=255, pattern=rf"^[\x21-\x7e]+{END}")]


class CallbackSubject(msgspec.Struct):
    id: OutsideId


class CallbackEnvelope(msgspec.Struct):
    """What every callback has; the job reads the rest."""

    id: OutsideId
    data: CallbackSubject


class SandboxCallbackView(APIView):
    """Takes the sandbox gateway's signed messages; they are understood later."""

    authentication_classes = ()
    throttle_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        body = signed_body(request, header="Sandbox-Signature", secret=settings.SANDBOX_SECRET)
        keep_callback(provider=SANDBOX, event_id=_event_id(body), body=body.decode())
        return HttpResponse(status=200)


def _event_id(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=CallbackEnvelope).id
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ParseError(f"The callback cannot be read: {error}.") from error
