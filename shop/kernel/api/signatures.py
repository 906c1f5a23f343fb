"""Callbacks of outside firms: signed by a shared secret, and only for a few minutes."""

import hashlib
import hmac
import re
from datetime import timedelta

from rest_framework.request import Request

from shop.kernel import clock
from shop.kernel.errors import DomainError

TOLERANCE = timedelta(seconds=300)
_SIGNATURE = re.compile(r"t=(?P<moment>[0-9]{1,12}),v1=(?P<digest>[0-9a-f]{64})")


class WrongSignature(DomainError):
    """Whoever sent this does not know the secret, or sent it too long ago."""

    code = "wrong_signature"
    status = 400


def signed_body(request: Request, *, header: str, secret: str) -> bytes:
    """The raw body, if `header` holds `t=<unix time>,v1=<hex HMAC-SHA256 of time.body>`.

    Raises WrongSignature if it does not, or if the time is more than 300 s away from now.
    """
    found = _SIGNATURE.fullmatch(request.headers.get(header, ""))
    if found is None:
        raise WrongSignature(f"Sign the body: {header} must be t=<unix time>,v1=<hex digest>.")
    body = bytes(request.body)
    if not hmac.compare_digest(
        found["digest"], digest_of(body, moment=found["moment"], secret=secret)
    ):
        raise WrongSignature(f"{header} does not fit the body: check the secret.")
    if abs(clock.now().timestamp() - int(found["moment"])) > TOLERANCE.total_seconds():
        raise WrongSignature(f"{header} was made too long ago: sign again and check the clock.")
    return body


def digest_of(body: bytes, *, moment: str, secret: str) -> str:
    """The hex HMAC-SHA256 of the moment (Unix time as text), a dot, and the body."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
