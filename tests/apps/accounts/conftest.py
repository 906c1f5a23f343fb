import msgspec
import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _quick_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_collected_static_files(settings):
    # WhiteNoise warns of a missing STATIC_ROOT unless it looks for files anew on each request.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def call(db):
    """`call("post", "/auth/login", {...}, token=access)`: one request with a JSON body."""
    client = Client(raise_request_exception=False)

    def send(method, path, body=None, *, token=""):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.generic(
            method.upper(), path, _json(body), content_type="application/json", headers=headers
        )

    return send


def _json(body):
    return b"" if body is None else msgspec.json.encode(body)
