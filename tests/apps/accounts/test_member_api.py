import hashlib

import msgspec
import pytest

from apps.accounts.models import ErasureRequest, SavedAddress
from apps.accounts.services import open_session
from shop.events.accounts import (
    EmailVerificationRequested,
    PasswordResetAsked,
    PasswordResetRequested,
)
from shop.kernel.identity import new_id
from shop.kernel.models import IdempotencyRecord
from tests.factories.accounts import (
    PASSWORD,
    LoginSessionFactory,
    SavedAddressFactory,
    UserFactory,
)

NEW = "nine jars of honey"
HOME = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "postal_code": "SW1Y 4JH",
    "city": "London",
    "country": "GB",
}
BOOK = "/api/v1/me/addresses"


@pytest.fixture
def ada(db):
    return UserFactory(email="ada@example.com", name="Ada Lovelace")


@pytest.fixture
def tokens(ada):
    return open_session(customer_id=ada.customer_id)


@pytest.fixture
def ask(call, tokens):
    """`ask("get", path)`: a call in Ada's name."""
    return lambda *request, **more: call(*request, token=tokens.access, **more)


def test_the_account_is_changed_only_as_it_was_seen(ask):
    seen = ask("get", "/api/v1/me")

    changed = ask("patch", "/api/v1/me", {"name": "Ada King"}, If_Match=seen["ETag"])
    outdated = ask("patch", "/api/v1/me", {"name": "Ada Byron"}, If_Match=seen["ETag"])

    assert (seen["ETag"], changed["ETag"]) == ('"1"', '"2"')
    assert (changed.json()["name"], changed.json()["version"]) == ("Ada King", 2)
    assert (outdated.status_code, outdated.json()["code"]) == (412, "outdated")
    assert ask("patch", "/api/v1/me", {"name": "A"}, If_Match="W/x").status_code == 422


def test_the_same_change_with_the_same_key_is_answered_alike(ask):
    key = {"Idempotency_Key": str(new_id()), "If_Match": '"1"'}

    first = ask("patch", "/api/v1/me", {"wants_news": True}, **key)
    second = ask("patch", "/api/v1/me", {"wants_news": True}, **key)

    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert first["ETag"] == second["ETag"] == '"2"'


def test_an_export_is_a_document_of_its_own(ask, ada):
    SavedAddressFactory(user=ada)

    export = ask("get", "/api/v1/me/export")

    assert export["Content-Disposition"].startswith("attachment")
    assert export["Cache-Control"] == "no-store"
    assert export.json()["profile"]["email"] == "ada@example.com"
    assert len(export.json()["addresses"]) == len(export.json()["devices"]) == 1


def test_an_address_book_over_http(ask):
    home = ask("post", BOOK, HOME).json()
    work = ask("post", BOOK, {**HOME, "line1": "1 Dorset Street"}).json()

    moved = ask("put", f"{BOOK}/{work['id']}", {**HOME, "city": "Bath"})
    chosen = ask("post", f"{BOOK}/{work['id']}/default")
    gone = ask("delete", f"{BOOK}/{home['id']}")

    assert (home["is_default"], work["is_default"]) == (True, False)
    assert (moved.json()["city"], chosen.json()["is_default"]) == ("Bath", True)
    assert (gone.status_code, gone.content) == (204, b"")
    assert [a["id"] for a in ask("get", BOOK).json()["addresses"]] == [work["id"]]


def test_one_key_adds_one_address(ask):
    answers = [ask("post", BOOK, HOME, Idempotency_Key="once") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert SavedAddress.objects.count() == 1
    other = ask("post", BOOK, {**HOME, "city": "Bath"}, Idempotency_Key="once")
    assert other.status_code == 422


@pytest.mark.parametrize(("method", "tail"), [("put", ""), ("delete", ""), ("post", "/default")])
def test_the_address_of_a_stranger_is_not_found(ask, method, tail):
    foreign = SavedAddressFactory(city="Paris")

    answer = ask(method, f"{BOOK}/{foreign.id}{tail}", HOME if method == "put" else None)

    foreign.refresh_from_db()
    assert (answer.status_code, foreign.city) == (404, "Paris")


@pytest.mark.parametrize(
    "change",
    [
        {"country": "Britain"},
        {"country": "gb"},
        {"city": ""},
        {"line1": 7},
        {"zip": "1"},
        {"postal_code": "1"},
        {"country": "DE"},
    ],
)
def test_an_address_that_does_not_fit_is_refused(ask, change):
    answer = ask("post", BOOK, {**HOME, **change})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_a_password_is_changed_on_the_device_that_stays_signed_in(ask, call, ada, tokens):
    other = LoginSessionFactory(user=ada)
    wrong = {"current_password": "guess", "new_password": NEW}

    refused = ask("post", "/auth/password/change", wrong)
    done = ask("post", "/auth/password/change", {**wrong, "current_password": PASSWORD})

    other.refresh_from_db()
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_password")
    assert (done.status_code, other.revoke_reason) == (204, "password_changed")
    assert call("post", "/auth/refresh", {"refresh": tokens.refresh}).status_code == 200


def test_a_forgotten_password_is_set_anew(call, ada, published, deliver):
    known = call("post", "/auth/password/forgot", {"email": "ada@example.com"})
    unknown = call("post", "/auth/password/forgot", {"email": "eve@example.com"})
    deliver("accounts")
    token = published(PasswordResetRequested)[0].token

    done = call("post", "/auth/password/reset", {"token": token, "new_password": NEW})
    again = call("post", "/auth/password/reset", {"token": token, "new_password": NEW})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert (known.status_code, done.status_code) == (202, 204)
    assert (again.status_code, again.json()["code"]) == (422, "token_refused")
    login = {"email": "ada@example.com", "password": NEW}
    assert call("post", "/auth/login", login).status_code == 200


def test_one_key_resets_once_and_keeps_no_secret(call, ada, published, deliver):
    for _ in range(2):
        call("post", "/auth/password/forgot", {"email": ada.email}, Idempotency_Key="a")
    deliver("accounts")
    body = {"token": published(PasswordResetRequested)[0].token, "new_password": NEW}

    answers = [call("post", "/auth/password/reset", body, Idempotency_Key="b") for _ in range(2)]

    kept = b"".join(
        bytes(record.body_hash) + record.body.encode() for record in IdempotencyRecord.objects.all()
    )
    assert len(published(PasswordResetAsked)) == 1
    assert [answer.status_code for answer in answers] == [204, 204]
    assert body["token"].encode() not in kept
    assert NEW.encode() not in kept


def test_the_fingerprint_of_a_body_is_worthless_without_the_shops_secret(call, ada):
    body = {"email": ada.email}

    call("post", "/auth/password/forgot", body, Idempotency_Key="a")

    kept = bytes(IdempotencyRecord.objects.get().body_hash)
    assert kept != hashlib.sha256(msgspec.json.encode(body)).digest()


def test_a_new_address_is_shown_to_be_the_members_own(ask, ada, published):
    wish = {"email": "ada@king.example", "password": PASSWORD}
    asked = ask("post", "/auth/email/change", wish)
    token = published(EmailVerificationRequested)[-1].token

    verified = ask("post", "/auth/email/verify", {"token": token})
    again = ask("post", "/auth/email/verify", {"token": token})

    me = ask("get", "/api/v1/me").json()
    assert (asked.status_code, verified.status_code) == (202, 204)
    assert (again.status_code, again.json()["code"]) == (422, "token_refused")
    assert (me["email"], me["is_email_verified"]) == ("ada@king.example", True)
    assert ask("post", "/auth/email/verification").status_code == 202


def test_the_device_that_asks_is_marked(ask, ada):
    LoginSessionFactory(user=ada, user_agent="Browser on a tablet")

    devices = ask("get", "/auth/sessions").json()["sessions"]

    assert {d["user_agent"]: d["is_current"] for d in devices} == {
        "Browser on a tablet": False,
        "": True,
    }


def test_leaving_needs_the_password_and_closes_the_account(ask):
    refused = ask("post", "/api/v1/me/erasure", {"password": "guess"})
    assert (refused.status_code, ErasureRequest.objects.count()) == (422, 0)

    left = ask("post", "/api/v1/me/erasure", {"password": PASSWORD})

    assert (left.status_code, ErasureRequest.objects.count()) == (202, 1)
    assert ask("get", "/api/v1/me").status_code == 404
    assert ask("get", "/api/v1/me/export").status_code == 404
    assert ask("get", BOOK).json() == {"addresses": []}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", BOOK),
        ("post", BOOK),
        ("put", f"{BOOK}/0190b3a4-0000-7000-8000-000000000001"),
        ("get", "/api/v1/me/export"),
        ("delete", "/api/v1/me"),
        ("post", "/auth/password/change"),
        ("post", "/auth/email/verify"),
        ("post", "/auth/email/change"),
        ("post", "/auth/email/verification"),
    ],
)
def test_a_members_own_things_need_an_access_token(call, method, path):
    assert call(method, path, {}).status_code == 401
