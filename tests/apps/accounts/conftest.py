import msgspec
import pytest
from django.test import Client

from apps.accounts import tasks  # noqa: F401 - so that `do_jobs` finds them


@pytest.fixture
def call(db):
    """`call("post", "/auth/login", {...}, token=access)`: one request with a JSON body.

    Further headers by name: `If_Match='"1"'`.
    """
    client = Client(raise_request_exception=False)

    def send(method, path, body=None, *, token="", address="127.0.0.1", **more):
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return client.generic(
            method.upper(),
            path,
            _json(body),
            content_type="application/json",
            headers=headers,
            REMOTE_ADDR=address,
        )

    return send


def _json(body):
    return b"" if body is None else msgspec.json.encode(body)
