"""What is particular about the gateway that speaks SOAP."""

from pathlib import Path

import pytest

import apps.payments.gateways
import shop.sandbox
from apps.payments.gateways import SandboxGateway
from apps.payments.gateways.soap import SandboxSoapGateway
from apps.payments.rules import ChargeStatus
from shop.kernel.errors import NotAsked, Unreachable
from shop.kernel.outside import Refused
from tests.apps.payments.gateway_conformance import PRICE, authorised, captured
from tests.apps.payments.story import card
from tests.shop.kernel.firm import Behaviour, Conversation, firm_that
from tests.shop.sandbox.calls import APPROVED, SLOW

WITH_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


def says_in_xml(body: bytes) -> Behaviour:
    """Hears the whole question, then answers."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n"

    def answer(conversation: Conversation) -> None:
        conversation.rfile.read1(65536)
        conversation.say(head + body)

    return answer


@pytest.fixture
def gateway(sandbox) -> SandboxSoapGateway:
    return SandboxSoapGateway()


def test_it_reads_the_description_that_the_firm_gives(sandbox):
    ours = Path(apps.payments.gateways.__file__).with_name("soap.wsdl").read_bytes()
    theirs = Path(shop.sandbox.__file__).with_name("soap.wsdl").read_bytes()

    with sandbox.client() as client:
        served = client.get("/soap/gateway?wsdl")

    assert served.content == theirs == ours
    assert served.headers["content-type"].startswith("text/xml")


def test_both_doors_lead_to_the_same_charges(gateway):
    charge = captured(gateway, card(APPROVED))

    assert SandboxGateway().fetch(charge.id) == gateway.fetch(charge.id)


def test_a_slow_bank_leaves_the_charge_processing(gateway):
    assert authorised(gateway, card(SLOW)).status == ChargeStatus.PROCESSING


def test_the_same_key_for_another_amount_is_refused(gateway):
    charge = authorised(gateway, card(APPROVED), key="one")

    with pytest.raises(Refused, match="used for another request"):
        gateway.capture(charge.id, amount=PRICE, key="one:authorise")


def test_a_wrong_secret_is_no_refusal_because_the_shop_can_mend_it(gateway, settings):
    settings.SANDBOX_SECRET = "another"  # noqa: S105

    with pytest.raises(Unreachable, match="status 401"):
        authorised(gateway, card(APPROVED))


def test_an_outage_is_no_answer(gateway, sandbox):
    with sandbox.client() as client:
        client.post("/control/outage", json={"seconds": 3600})
        try:
            with pytest.raises(Unreachable, match="status 503"):
                authorised(gateway, card(APPROVED))
        finally:
            client.post("/control/outage", json={"seconds": 0})


def test_silence_ends_with_the_time_budget(gateway, sandbox, settings):
    settings.OUTSIDE_TIMEOUT_SECONDS = 0.5
    with sandbox.client() as client:
        client.post("/control/silence", json={"seconds": 3600, "firm": "soap"})
        try:
            with pytest.raises(Unreachable, match=r"no whole answer within 0\.5 s"):
                authorised(gateway, card(APPROVED))
        finally:
            client.post("/control/silence", json={"seconds": 0, "firm": "soap"})


def test_nobody_at_the_address_was_not_asked(settings):
    settings.SANDBOX_URL = "http://127.0.0.1:9"

    with pytest.raises(NotAsked):
        authorised(SandboxSoapGateway(), card(APPROVED))


@pytest.mark.parametrize(
    "body",
    [b"", b"<", b"{}", b"<x/>", WITH_ENTITIES, b"<a><b></a>"],
)
def test_the_firm_says_no_to_what_it_cannot_read(sandbox, body):
    with sandbox.client() as client:
        said = client.post("/soap/gateway", content=body)

    assert said.status_code == 500
    assert "Client.Invalid" in said.text


@pytest.mark.parametrize("body", [WITH_ENTITIES, b"<a><b></a>", b"<a/>", b"hello"])
def test_an_answer_that_cannot_be_read_is_none(settings, body):
    with firm_that(says_in_xml(body)) as firm:
        settings.SANDBOX_URL = f"http://127.0.0.1:{firm.port}"

        with pytest.raises(Unreachable, match="gave an answer that cannot be read"):
            authorised(SandboxSoapGateway(), card(APPROVED))
