"""The topics of the contracts on a real broker, also over TLS and with passwords."""

import os

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from outbox_relay.records import Record
from outbox_relay.sinks.kafka import KafkaSink
from shop.events import topics as contracts
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.kafka import connection_settings, topics
from shop.kernel.kafka.topics import Topics
from tests.outbox_relay.waiting import wait_until

TLS, SASL = (os.environ.get(f"KAFKA_{kind}_BOOTSTRAP_SERVERS", "") for kind in ("TLS", "SASL"))
needs_tls = [
    pytest.mark.needs_kafka,
    pytest.mark.skipif(not TLS, reason="KAFKA_TLS_BOOTSTRAP_SERVERS names no broker with TLS."),
]


@pytest.fixture
def wanted(monkeypatch, settings):
    """Two topics that only this test knows; gone afterwards."""
    names = [f"test-{new_id()}" for _ in range(2)]
    monkeypatch.setattr(contracts, "TOPIC_OF_CONTEXT", dict(zip("ab", names, strict=True)))
    monkeypatch.setattr(topics, "TOPIC_OF_CONTEXT", dict(zip("ab", names, strict=True)))
    settings.KAFKA_BOOTSTRAP_SERVERS = os.environ["KAFKA_BOOTSTRAP_SERVERS"]
    yield sorted(names)
    client = AdminClient({"bootstrap.servers": os.environ["KAFKA_BOOTSTRAP_SERVERS"]})
    there = set(client.list_topics(timeout=10).topics) & set(names)
    for gone in client.delete_topics(list(there)).values() if there else ():
        gone.result()


def test_without_brokers_a_sentence_says_so(settings):
    settings.KAFKA_BOOTSTRAP_SERVERS = ""

    with pytest.raises(DomainError, match="set KAFKA_BOOTSTRAP_SERVERS"):
        connection_settings()


@pytest.mark.needs_kafka
def test_missing_topics_are_named_then_made_once(wanted):
    before = [(it.topic, it.is_missing) for it in Topics().faults()]

    made = Topics().make_missing()
    again = Topics().make_missing()

    assert before == [(name, True) for name in wanted]
    assert (made, again) == (wanted, [])


@pytest.mark.needs_kafka
def test_topics_of_a_single_broker_work_and_are_called_frail(wanted):
    Topics().make_missing()

    faults = list(Topics().faults())

    assert [it.topic for it in faults] == wanted
    assert faults[0].sentence.endswith("may lose events: of 1 copies 1 must be written.")
    assert not any(it.is_missing for it in faults)


def secured(settings, servers, **security):
    settings.KAFKA_BOOTSTRAP_SERVERS = servers
    settings.KAFKA_SECURITY = {name.replace("_", "."): value for name, value in security.items()}


def sent(topic):
    """True once a record is stored through the settings' way to Kafka."""
    channel = KafkaSink().open(0)
    delivery = channel.send([Record(topic, "a key", "{}", {"ce_id": "1"})])
    try:
        wait_until(lambda: channel.poll(seconds=0.1) or not delivery.open)
    finally:
        channel.close()
    return delivery.failure is None and delivery.refusal is None


@pytest.fixture
def topic(wanted):
    Topics().make_missing()
    return wanted[0]


class TestSecured:
    pytestmark = needs_tls

    def test_records_arrive_over_tls_with_a_certificate(self, topic, settings):
        secured(
            settings,
            TLS,
            security_protocol="SSL",
            ssl_ca_location=os.environ["KAFKA_TLS_CA"],
            ssl_certificate_location=os.environ["KAFKA_TLS_CERT"],
            ssl_key_location=os.environ["KAFKA_TLS_KEY"],
        )

        assert sent(topic)

    def test_records_arrive_over_tls_with_a_password(self, topic, settings):
        secured(settings, SASL, **with_password(os.environ["KAFKA_SASL_PASSWORD"]))

        assert sent(topic)

    @pytest.mark.parametrize("way", ["plain", "unknown authority", "wrong password"])
    def test_whoever_comes_another_way_is_refused(self, topic, settings, way):
        ways = {
            "plain": (TLS, {"security_protocol": "PLAINTEXT"}),
            "unknown authority": (TLS, {"security_protocol": "SSL"}),
            "wrong password": (SASL, with_password("a guess")),
        }
        servers, security = ways[way]
        secured(settings, servers, **security)

        with pytest.raises(KafkaException):
            AdminClient(connection_settings()).list_topics(timeout=3)


def with_password(password):
    return {
        "security_protocol": "SASL_SSL",
        "ssl_ca_location": os.environ["KAFKA_TLS_CA"],
        "sasl_mechanisms": os.environ["KAFKA_SASL_MECHANISM"],
        "sasl_username": os.environ["KAFKA_SASL_USERNAME"],
        "sasl_password": password,
    }
