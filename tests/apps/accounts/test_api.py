from datetime import timedelta

import pytest

from apps.accounts.models import LoginSession
from apps.accounts.services import close_account, open_session
from shop.kernel import clock
from tests.factories.accounts import PASSWORD, LoginSessionFactory, UserFactory

ADA = {"email": "ada@example.com", "password": PASSWORD, "name": "Ada Lovelace"}


def access_of(user):
    return open_session(customer_id=user.customer_id).access


def test_registering_answers_with_the_account_and_its_tokens(call):
    answer = call("post", "/auth/register", ADA)

    body = answer.json()
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    assert set(body) == {
        "customer_id",
        "email",
        "name",
        "access",
        "refresh",
        "token_type",
        "expires_in",
    }
    assert (body["email"], body["token_type"]) == ("ada@example.com", "Bearer")
    assert call("get", "/api/v1/me", token=body["access"]).json()["name"] == "Ada Lovelace"


def test_a_taken_address_is_a_conflict(call):
    UserFactory(email="ada@example.com")

    answer = call("post", "/auth/register", ADA)

    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")


@pytest.mark.parametrize(
    "change",
    [
        {"email": "a\x00@example.com"},
        {"email": "a" * 250 + "@example.com"},
        {"email": "不@不"},
        {"email": 7},
        {"name": "\x00"},
        {"name": ""},
        {"phone": "\x00"},
        {"locale": "\x00"},
        {"password": "short"},
        {"password": "x" * 257},
        {"is_staff": True},
    ],
)
def test_bad_input_to_registering_is_a_clear_refusal(call, change):
    answer = call("post", "/auth/register", {**ADA, **change})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["register", "login", "refresh", "logout"])
def test_a_body_that_is_no_json_is_malformed(client, path):
    answer = client.post(f"/auth/{path}", b'{"', content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")


def test_logging_in_answers_with_tokens_even_beside_an_expired_one(call):
    user = UserFactory()
    with clock.travelled_to(clock.now() - timedelta(days=1)):
        expired = access_of(user)

    answer = call("post", "/auth/login", {"email": user.email, "password": PASSWORD}, token=expired)

    assert answer.status_code == 200
    assert set(answer.json()) == {"customer_id", "access", "refresh", "token_type", "expires_in"}
    assert call("get", "/api/v1/me", token=expired).status_code == 401
    assert call("get", "/api/v1/me", token=answer.json()["access"]).status_code == 200


@pytest.mark.parametrize("email", ["ada@example.com", "a\x00@b.example", "ü@ü.example", "x"])
def test_wrong_credentials_are_not_authenticated(call, email):
    UserFactory(email="ada@example.com")

    answer = call("post", "/auth/login", {"email": email, "password": "wrong"})

    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")


def test_refreshing_hands_out_new_tokens_once(call):
    refresh = open_session(customer_id=UserFactory().customer_id).refresh

    first = call("post", "/auth/refresh", {"refresh": refresh})
    twin = call("post", "/auth/refresh", {"refresh": refresh})
    with clock.travelled_to(clock.now() + timedelta(minutes=1)):
        reuse = call("post", "/auth/refresh", {"refresh": refresh})

    assert first.status_code == 200
    assert (twin.status_code, twin.json()["code"]) == (409, "refresh_superseded")
    assert (reuse.status_code, reuse.json()["code"]) == (401, "refresh_refused")
    assert LoginSession.objects.get().revoke_reason == "token_reused"


def test_a_refresh_token_opens_no_other_door(call):
    refresh = open_session(customer_id=UserFactory().customer_id).refresh

    assert call("get", "/api/v1/me", token=refresh).status_code == 401


def test_logging_out_ends_the_session(call):
    refresh = open_session(customer_id=UserFactory().customer_id).refresh

    answer = call("post", "/auth/logout", {"refresh": refresh})

    assert (answer.status_code, answer.content) == (204, b"")
    assert call("post", "/auth/refresh", {"refresh": refresh}).status_code == 401
    assert call("post", "/auth/logout", {"refresh": "nonsense"}).status_code == 401


def test_people_change_their_own_contact(call):
    access = access_of(UserFactory(phone="+44 20 1234567"))

    answer = call("patch", "/api/v1/me", {"name": "Ada King", "locale": "fr"}, token=access)

    assert answer.status_code == 200
    assert answer.json()["phone"] == "+44 20 1234567"
    assert (answer.json()["name"], answer.json()["locale"]) == ("Ada King", "fr")


@pytest.mark.parametrize("body", [{"name": None}, {"name": "\x00"}, {"email": "b@example.com"}])
def test_a_contact_that_does_not_fit_is_refused(call, body):
    answer = call("patch", "/api/v1/me", body, token=access_of(UserFactory()))

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_a_closed_account_is_not_found(call):
    user = UserFactory()
    access = access_of(user)
    close_account(customer_id=user.customer_id)

    assert call("get", "/api/v1/me", token=access).status_code == 404
    assert call("patch", "/api/v1/me", {"name": "Eve"}, token=access).status_code == 404


def test_people_see_and_sign_out_their_own_devices_only(call):
    user = UserFactory()
    access = access_of(user)
    tablet = LoginSessionFactory(user=user, user_agent="Browser on a tablet")
    foreign = LoginSessionFactory()

    seen = call("get", "/auth/sessions", token=access).json()["sessions"]
    own = call("delete", f"/auth/sessions/{tablet.id}", token=access)
    strange = call("delete", f"/auth/sessions/{foreign.id}", token=access)

    assert [session["user_agent"] for session in seen] == ["Browser on a tablet", ""]
    assert (own.status_code, strange.status_code) == (204, 404)
    assert len(call("get", "/auth/sessions", token=access).json()["sessions"]) == 1


def test_logging_out_everywhere_leaves_no_session(call):
    user = UserFactory()
    tokens = open_session(customer_id=user.customer_id)

    answer = call("post", "/auth/logout-all", token=tokens.access)

    assert answer.status_code == 204
    assert call("post", "/auth/refresh", {"refresh": tokens.refresh}).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/api/v1/me"),
        ("patch", "/api/v1/me"),
        ("get", "/auth/sessions"),
        ("post", "/auth/logout-all"),
    ],
)
def test_the_own_account_needs_an_access_token(call, method, path):
    answer = call(method, path)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
