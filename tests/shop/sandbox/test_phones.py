from uuid import uuid4

import httpx
import pytest

from tests.shop.sandbox.process import running_sandbox

ADA = "+442071234567"
NOBODY, BUSY, SLOW, STALLED = (f"+1500555000{last}" for last in (1, 2, 3, 4))


def send(client, *, carrier="sms", to=ADA, text="It is on its way.", message_id=None):
    body = {"id": message_id or str(uuid4()), "to": to, "text": text}
    return client.post(f"/phones/{carrier}", json=body)


def phone(sandbox):
    return httpx.get(f"{sandbox.url}/phones/", trust_env=False).text


@pytest.mark.parametrize("carrier", ["sms", "whatsapp"])
def test_a_message_reaches_the_phone(sandbox, client, carrier):
    text = f"Your order {uuid4()} <is> on its way"

    answer = send(client, carrier=carrier, to="+44 (20) 7123-4567", text=text)

    message = answer.json()
    assert (answer.status_code, message["to"], message["text"]) == (201, ADA, text)
    assert client.get(f"/phones/{carrier}/{message['id']}").json() == message
    assert text.replace("<is>", "&lt;is&gt;") in phone(sandbox)


def test_a_message_that_is_sent_again_reaches_the_phone_once(sandbox, client):
    same, text = str(uuid4()), f"Only once: {uuid4()}"

    first = send(client, message_id=same, text=text)
    again = send(client, message_id=same, text=text)

    assert again.json() == first.json()
    assert phone(sandbox).count(text) == 1


def test_an_id_belongs_to_one_message(client):
    same = str(uuid4())
    send(client, message_id=same, text="One")

    assert send(client, message_id=same, text="Another").status_code == 409
    assert send(client, message_id=same, text="One", carrier="whatsapp").status_code == 404


@pytest.mark.parametrize("number", ["", "12345", "030 1234567", "+0123456789", "+49", "+49x"])
def test_a_number_without_its_country_is_refused_with_a_sentence(client, number):
    answer = send(client, to=number)

    assert answer.status_code == 422
    assert "country's code" in answer.json()["detail"]


def test_some_numbers_have_a_story(sandbox, client):
    assert send(client, to=NOBODY).status_code == 422
    assert send(client, to=BUSY).status_code == 503
    assert all(number in phone(sandbox) for number in (NOBODY, BUSY, SLOW, STALLED))


def test_a_stalled_message_was_taken_although_nobody_heard_so(folder):
    same = str(uuid4())
    with running_sandbox(folder, stall_seconds=600) as sandbox, sandbox.client(timeout=1) as client:
        with pytest.raises(httpx.ReadTimeout):
            send(client, to=STALLED, message_id=same)

        again = send(client, to=STALLED, message_id=same)

    assert again.status_code == 201


def test_messages_survive_a_kill(folder):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        message = send(client).json()
        sandbox.kill()

    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        assert client.get(f"/phones/sms/{message['id']}").json() == message


def test_carriers_want_the_key_and_there_are_two(sandbox, client):
    with httpx.Client(base_url=sandbox.url, trust_env=False) as stranger:
        assert send(stranger).status_code == 401
    assert send(client, carrier="pigeon").status_code == 404


def test_carriers_share_the_outage(folder):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        client.post("/control/outage", json={"seconds": 60})

        assert send(client).status_code == 503
