"""Stripe: the kit on a sandbox that speaks its dialect, every word of it judged by Stripe's own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from jsonschema import ValidationError

from apps.payments.gateways.stripe import StripeGateway
from apps.payments.models import GatewayCallback
from apps.payments.rules import ChargeStatus, Instrument, Method
from shop.events.base import Money
from shop.events.payments import PaymentSucceeded
from shop.kernel import clock
from shop.kernel.api.signatures import digest_of
from shop.kernel.errors import NotAsked, Unreachable
from shop.kernel.outside import Refused
from tests.apps.payments.gateway_conformance import (
    PRICE,
    GatewayConformance,
    authorised,
    captured,
)
from tests.apps.payments.story import attempt_of, card, later, order_is_cancelled, order_waits
from tests.shop.kernel.firm import answers, firm_that
from tests.shop.sandbox.calls import decide
from tests.stripe_mock import Judge, confirm_answer, running_judge

APPROVED = "pm_card_visa"
SLOW = "pm_4000000000000077"
ADAPTER = "apps.payments.gateways.stripe.StripeGateway"
SECRET = "whsec_for_tests"  # noqa: S105


@pytest.fixture
def stripe_in_sandbox(sandbox, settings):
    """The sandbox is Stripe."""
    settings.STRIPE_URL = f"{sandbox.url}/stripe"
    settings.STRIPE_SECRET_KEY = sandbox.secret
    settings.PAYMENT_GATEWAYS = {"stripe": ADAPTER}
    return sandbox


@pytest.fixture(scope="module")
def judge(tmp_path_factory) -> Iterator[Judge]:
    """Stripe's own program, which takes what Stripe would take."""
    with running_judge(tmp_path_factory.mktemp("stripe-mock")) as judge:
        yield judge


@contextmanager
def listening_in(
    url: str, said: list[tuple[str, str, dict[str, str], bytes, str]]
) -> Iterator[str]:
    """An address that passes everything on to `url`, and notes questions and answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            headers.pop("host")
            answer = httpx.request(
                self.command,
                f"{url}{self.path}",
                headers=headers,
                content=body,
                trust_env=False,
                timeout=30,
            )
            said.append((self.command, self.path, headers, body, answer.text))
            self.send_response(answer.status_code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_GET  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class StripeConformance(GatewayConformance):
    @pytest.fixture
    def approving(self):
        return card(APPROVED)

    @pytest.fixture
    def declining(self):
        return card("pm_card_visa_chargeDeclined")

    @pytest.fixture
    def asking(self):
        return card("pm_card_authenticationRequired")

    @pytest.fixture
    def unknown(self):
        return card("pm_nobody_knows")

    @pytest.fixture
    def approve(self):
        return lambda charge: decide(charge.action.page, "approve")

    @pytest.fixture
    def refuse(self):
        return lambda charge: decide(charge.action.page, "refuse")


class TestStripeGateway(StripeConformance):
    @pytest.fixture
    def gateway(self, stripe_in_sandbox):
        return StripeGateway()


class TestStripeGatewayBeforeItsJudge(StripeConformance):
    """The same; stripe-mock takes whatever was asked, and whatever was answered is Stripe's."""

    @pytest.fixture
    def gateway(self, judge, stripe_in_sandbox, settings):
        said = []
        with listening_in(settings.STRIPE_URL, said) as address:
            settings.STRIPE_URL = address
            yield StripeGateway()
        for method, path, headers, body, answer in said:
            confirm_answer(answer)
            # Where there is nothing there is nothing to judge.
            if "resource_missing" not in answer:
                judge.judge(method, path, headers, body)

    def test_the_judge_says_no(self, judge):
        form = {"content-type": "application/x-www-form-urlencoded"}

        with pytest.raises(AssertionError, match="additional properties are not allowed"):
            judge.judge("POST", "/v1/payment_intents", form, b"amount=1&currency=eur&amunt=1")
        with pytest.raises(AssertionError, match="Unrecognized request URL"):
            judge.judge("GET", "/v1/payment_intent/pi_1", form, b"")
        with pytest.raises(ValidationError):
            confirm_answer('{"object": "refund", "id": "re_1", "amount": "12"}')


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "EUR", "1250"),
        ("1250", "JPY", "1250"),
        ("12.340", "KWD", "12340"),
        ("100.00", "XAF", "100"),
    ],
)
def test_amounts_are_counted_as_stripe_counts_them(
    stripe_in_sandbox, settings, amount, currency, units
):
    said = []
    with listening_in(settings.STRIPE_URL, said) as address:
        settings.STRIPE_URL = address
        wanted = Money(amount=Decimal(amount), currency=currency)
        StripeGateway().authorise(
            reference="r", amount=wanted, instrument=card(APPROVED), key=f"{currency}:1"
        )

    assert f"amount={units}&currency={currency.lower()}".encode() in said[0][3]


@pytest.mark.parametrize(("amount", "currency"), [("12.345", "KWD"), ("0.50", "JPY")])
def test_an_amount_that_stripe_cannot_say_is_refused_before_it_is_asked(settings, amount, currency):
    settings.STRIPE_URL = "http://127.0.0.1:9"

    with pytest.raises(Refused, match="cannot charge"):
        StripeGateway().authorise(
            reference="r",
            amount=Money(amount=Decimal(amount), currency=currency),
            instrument=card(APPROVED),
            key="k",
        )


def test_upi_and_tokens_of_other_vaults_are_left_to_others(settings):
    gateway = StripeGateway()

    assert not gateway.takes(Instrument(method=Method.UPI_INTENT))
    assert not gateway.takes(card("tok_4242424242424242"))


def test_a_slow_bank_leaves_the_charge_processing(stripe_in_sandbox):
    assert authorised(StripeGateway(), card(SLOW)).status == ChargeStatus.PROCESSING


def test_a_wrong_key_is_no_refusal_because_the_shop_can_mend_it(stripe_in_sandbox, settings):
    settings.STRIPE_SECRET_KEY = "sk_of_somebody_else"  # noqa: S105

    with pytest.raises(Unreachable):
        authorised(StripeGateway(), card(APPROVED))


def test_nobody_at_the_address_was_not_asked(settings):
    settings.STRIPE_URL = "http://127.0.0.1:9"

    with pytest.raises(NotAsked):
        authorised(StripeGateway(), card(APPROVED))


@pytest.mark.parametrize(
    ("status", "error", "raised"),
    [
        ("400 Bad Request", {"type": "idempotency_error", "message": "no"}, Unreachable),
        ("400 Bad Request", {"type": "invalid_request_error", "message": "no"}, Refused),
        ("402 Payment Required", {"type": "card_error", "message": "no"}, Refused),
        ("404 Not Found", {"type": "invalid_request_error", "message": "no"}, Unreachable),
        ("409 Conflict", {"type": "invalid_request_error", "message": "no"}, Unreachable),
        ("429 Too Many Requests", {"type": "rate_limit_error", "message": "no"}, Unreachable),
        ("500 Oh", {"type": "api_error", "message": "no"}, Unreachable),
        ("503 Oh", None, Unreachable),
        ("200 OK", None, Unreachable),
    ],
)
def test_what_is_a_no_and_what_is_no_answer(settings, status, error, raised):
    body = json.dumps({"error": error} if error else {"id": 1}).encode()
    with firm_that(answers(status, body)) as firm:
        settings.STRIPE_URL = f"http://127.0.0.1:{firm.port}"

        with pytest.raises(raised):
            authorised(StripeGateway(), card(APPROVED))


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"id": "pi_1", "status": "resting"}'])
def test_an_answer_that_cannot_be_read_is_none(settings, body):
    with firm_that(answers("200 OK", body)) as firm:
        settings.STRIPE_URL = f"http://127.0.0.1:{firm.port}"

        with pytest.raises(Unreachable):
            StripeGateway().fetch("pi_1")


def knocks(client, body: dict[str, object], *, secret: str = SECRET) -> httpx.Response:
    """Stripe's webhook: the event, signed as its documentation says."""
    text = json.dumps(body)
    moment = f"{int(clock.now().timestamp())}"
    signature = f"t={moment},v1={digest_of(text.encode(), moment=moment, secret=secret)},v0=abc"
    return client.post(
        "/callbacks/payments/stripe",
        text,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )


def about(kind: str, **fields: object) -> dict[str, object]:
    """An event of Stripe about an object of this kind."""
    return {"id": f"evt_{kind}", "object": "event", "data": {"object": {"object": kind, **fields}}}


def test_a_webhook_is_kept_and_makes_us_ask(
    stripe_in_sandbox, settings, client, published, do_jobs, deliver
):
    settings.CALLBACK_SECRETS = {"payments/stripe": [SECRET]}
    payment = order_waits(token=SLOW)
    do_jobs()
    intent = attempt_of(payment).gateway_id
    with stripe_in_sandbox.client() as levers:
        levers.post(f"/control/charges/{intent.replace('pi_', 'ch_')}/settle").raise_for_status()

    refused = knocks(client, about("payment_intent", id=intent), secret="another")
    taken = [knocks(client, about("payment_intent", id=intent)) for _ in range(2)]
    do_jobs()
    do_jobs()

    assert [refused.status_code, *(one.status_code for one in taken)] == [400, 200, 200]
    assert [one.state for one in GatewayCallback.objects.all()] == ["understood"]
    assert len(published(PaymentSucceeded)) == 1
    assert attempt_of(payment).gateway == "stripe"


def test_a_message_about_a_charge_leads_to_its_payment_and_others_are_ignored(
    stripe_in_sandbox, settings, client, do_jobs, published
):
    settings.CALLBACK_SECRETS = {"payments/stripe": [SECRET]}
    charge = captured(StripeGateway(), card(APPROVED))

    assert (
        StripeGateway().charge_in(json.dumps(about("charge", id="ch_1", payment_intent=charge.id)))
        == charge.id
    )
    knocks(client, about("customer", id="cus_1"))
    with later(minutes=1):
        do_jobs()

    (ignored,) = GatewayCallback.objects.all()
    assert (ignored.state, ignored.note) == (
        "ignored",
        "It is about a customer, not about a payment.",
    )


def test_a_whole_order_is_paid_and_given_back(stripe_in_sandbox, published, do_jobs, deliver):
    payment = order_waits(token=APPROVED)
    do_jobs()
    order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    payment.refresh_from_db()
    assert len(published(PaymentSucceeded)) == 1
    assert (payment.captured, payment.refunded) == (PRICE.amount, PRICE.amount)
    assert StripeGateway().fetch(attempt_of(payment).gateway_id).kept == 0
