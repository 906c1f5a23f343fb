from datetime import timedelta

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from shop.kernel import clock
from shop.kernel.api.signatures import WrongSignature, digest_of, signed_body

SECRET = "shared"  # noqa: S105
BODY = b'{"paid": true}'


def request(signature: str | None) -> Request:
    headers = {} if signature is None else {"Firm-Signature": signature}
    return Request(RequestFactory().post("/", BODY, "application/json", headers=headers))


def signature(*, secret: str = SECRET, age: timedelta = timedelta(), body: bytes = BODY) -> str:
    moment = str(int((clock.now() - age).timestamp()))
    return f"t={moment},v1={digest_of(body, moment=moment, secret=secret)}"


def read(header: str | None, *secrets: str) -> bytes:
    return signed_body(request(header), header="Firm-Signature", secrets=secrets or [SECRET])


def test_a_signed_body_is_given_as_it_came():
    assert read(signature()) == BODY


def test_the_digest_is_the_hmac_of_time_dot_body():
    # echo -n '1700000000.{"paid": true}' | openssl dgst -sha256 -hmac shared
    known = "db05bea6689959e8d7a93ede7398d949d54b1b31b32160383c847cedb697d7ca"

    assert digest_of(BODY, moment="1700000000", secret=SECRET) == known


@pytest.mark.parametrize("age", [timedelta(seconds=290), timedelta(seconds=-290)])
def test_clocks_may_differ_by_five_minutes(age):
    assert read(signature(age=age)) == BODY


@pytest.mark.parametrize("age", [timedelta(seconds=310), timedelta(seconds=-310)])
def test_an_old_or_early_signature_is_refused(age):
    with pytest.raises(WrongSignature, match="too long ago"):
        read(signature(age=age))


def test_another_secret_or_another_body_is_refused():
    for wrong in (signature(secret="other"), signature(body=b"{}")):
        with pytest.raises(WrongSignature, match="does not fit"):
            read(wrong)


def test_while_a_firm_changes_its_secret_both_are_good():
    for secret in ("old", "new"):
        assert read(signature(secret=secret), "new", "old") == BODY

    with pytest.raises(WrongSignature, match="does not fit"):
        read(signature(secret="older"), "new", "old")


def test_a_firm_may_sign_several_times_and_in_ways_that_we_do_not_know():
    moment, _, own = signature().partition(",")
    other = f"v1={digest_of(BODY, moment='1', secret='other')}"

    assert read(f"{moment}, {other},{own},v0=abc") == BODY


def test_a_signature_of_another_moment_is_refused():
    _, _, digest = signature(age=timedelta(seconds=310)).partition(",")
    moment, _, _ = signature().partition(",")

    with pytest.raises(WrongSignature, match="does not fit"):
        read(f"{moment},{digest}")


def test_two_moments_are_no_signature():
    moment, _, digest = signature().partition(",")

    with pytest.raises(WrongSignature, match="Sign the body"):
        read(f"{moment},t=1,{digest}")


@pytest.mark.parametrize(
    "header", [None, "", "t=1", "v1=00", f"t=x,v1={'0' * 64}", f"t=1,v1={'0' * 63}", "t=1,v1=é"]
)
def test_what_is_no_signature_is_refused(header):
    with pytest.raises(WrongSignature, match="Sign the body"):
        read(header)
