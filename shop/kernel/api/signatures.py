"""Callbacks of outside firms: signed by a shared secret, and only for a few minutes."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import product

from rest_framework.request import Request

from shop.kernel import clock
from shop.kernel.errors import DomainError

TOLERANCE = timedelta(seconds=300)
_MOMENT = re.compile(r"[0-9]{1,12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class WrongSignature(DomainError):
    """Whoever sent this does not know the secret, or sent it too long ago."""

    code = "wrong_signature"
    status = 400


def signed_body(request: Request, *, header: str, secrets: Sequence[str]) -> bytes:
    """The raw body, if `header` holds `t=<unix time>,v1=<hex HMAC-SHA256 of time.body>`.

    One of the secrets is enough, and one of several v1: a firm that changes its secret signs with
    both. Other kinds of signatures are passed over. Raises WrongSignature if none fits, or if the
    time is more than 300 s away from now.
    """
    moment, digests = _read(request.headers.get(header, ""), header=header)
    body = bytes(request.body)
    ours = [digest_of(body, moment=moment, secret=secret) for secret in secrets]
    if not any(hmac.compare_digest(own, other) for own, other in product(ours, digests)):
        raise WrongSignature(f"{header} does not fit the body: check the secret.")
    if abs(clock.now().timestamp() - int(moment)) > TOLERANCE.total_seconds():
        raise WrongSignature(f"{header} was made too long ago: sign again and check the clock.")
    return body


def digest_of(body: bytes, *, moment: str, secret: str) -> str:
    """The hex HMAC-SHA256 of the moment (Unix time as text), a dot, and the body."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _read(text: str, *, header: str) -> tuple[str, list[str]]:
    """The moment and the digests of a header."""
    parts = [part.strip().partition("=") for part in text.split(",")]
    moments = [value for name, _, value in parts if name == "t" and _MOMENT.fullmatch(value)]
    digests = [value for name, _, value in parts if name == "v1" and _DIGEST.fullmatch(value)]
    if len(moments) != 1 or not digests:
        raise WrongSignature(f"Sign the body: {header} must be t=<unix time>,v1=<hex digest>.")
    return moments[0], digests
