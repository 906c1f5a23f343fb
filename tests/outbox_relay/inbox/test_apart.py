"""Notifications with a database of its own, fed by the shop through a real Kafka.

Relay and consumers are processes as operators run them; the code of the handlers is the same.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from apps.accounts.services import register_user
from apps.inventory.services import receive_stock
from apps.notifications.models import Contact, Message
from apps.orders.services import WantedLine, place_order
from apps.payments.rules import Method
from apps.payments.services import start_attempt
from tests.apps.orders.conftest import ADDRESS
from tests.apps.payments.story import give
from tests.architecture.sources import ROOT
from tests.factories.inventory import WarehouseFactory
from tests.factories.orders import OfferFactory
from tests.journeys.shopper import eventually
from tests.outbox_relay.arrange import address_of_database
from tests.outbox_relay.inbox.kafka_topics import (
    BROKERS,
    is_read,
    new_topic,
    say_again,
)

pytestmark = [pytest.mark.needs_kafka, pytest.mark.django_db(transaction=True)]

TOPIC = "notifications-inbox"
WAITING = "SELECT FROM pg_locks WHERE relation = 'outbox_inbox'::regclass AND NOT granted"
REQUESTED = "SELECT count(*) FROM outbox_event WHERE type LIKE '%.NotificationRequested.%'"
OWN_RELAY_IS_UP_TO_DATE = """
SELECT tick = (SELECT max(n) FROM outbox_tick) AND NOT EXISTS (
    SELECT FROM outbox_event WHERE NOT pg_visible_in_snapshot(xid, snapshot))
FROM outbox_cursor JOIN outbox_tick ON n = tick WHERE consumer = 'notifications'
"""


class Apart:
    """The database of notifications."""

    def __init__(self, url):
        self.url = url

    def rows(self, query):
        with closing(psycopg.connect(self.url)) as session:
            return session.execute(query).fetchall()

    def requested(self):
        """How often each message was asked for."""
        return Counter(self.rows("SELECT kind, order_number FROM notifications_message"))


@pytest.fixture
def apart(transactional_db, environment):
    """A second database on the same server, migrated, and empty."""
    name = f"{connection.settings_dict['NAME']}_apart"
    url = f"{address_of_database().rpartition('/')[0]}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    manage("migrate", "--verbosity=0", environment={**environment, "DATABASE_URL": url}).wait()
    yield Apart(url)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(tmp_path):
    """What both deployments have in common."""
    return {
        **os.environ,
        "TRADEWIND_STATE": str(tmp_path),
        "DATABASE_URL": address_of_database(),
        "REDIS_URL": settings.REDIS_URL,
        "CUSTOMER_KEYS_SECRET": settings.CUSTOMER_KEYS_SECRET,
        "KAFKA_BOOTSTRAP_SERVERS": BROKERS,
    }


def manage(*words, environment):
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 - our own program


@pytest.fixture
def start(apart, environment):
    """`start("relay")` in the shop, `start("consume", beside=True)` at notifications' database."""
    running = []

    def start_one(*words, beside=False):
        its_own = {"CONSUMERS_FROM_KAFKA": "notifications"}
        if beside:
            its_own = {
                "DATABASE_URL": apart.url,
                "CONSUMERS_HERE": "notifications,kafka",
                "CUSTOMER_KEYS_DATABASE_URL": environment["DATABASE_URL"],
            }
        running.append(manage(*words, environment={**environment, **its_own}))
        return running[-1]

    yield start_one
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def buyer():
    """Somebody with an account and money, and a shop with enough tea."""
    warehouse = WarehouseFactory(code="north")
    OfferFactory(sku="TEA-1")
    receive_stock(sku="TEA-1", warehouse=warehouse.code, quantity=50, reason="delivery")
    user = register_user(email="ada@example.com", password="correct horse battery", name="Ada")
    give(user.customer_id, amount="500.00")
    return user.customer_id


def buys(customer_id):
    """The buyer orders a tin of tea and pays at once; the number of the order."""
    placed = place_order(
        customer_id=customer_id,
        lines=[WantedLine("TEA-1", 1)],
        delivery_address=ADDRESS,
        email="ada@example.com",
    )
    start_attempt(order_id=placed.order.id, method=Method.WALLET)
    return placed.order.number


@contextmanager
def stuck(apart):
    """Whoever wants to write down that an event was heard must wait for the end of the block."""
    with closing(psycopg.connect(apart.url)) as session:
        session.execute("LOCK TABLE outbox_inbox IN SHARE MODE")
        yield lambda: apart.rows(WAITING)


def told_of(buyer_orders):
    """What one buyer is to be told, each once."""
    of_account = [("welcome", ""), ("email_verification", "")]
    return Counter(of_account + [("order_confirmed", number) for number in buyer_orders])


def test_an_order_of_the_shop_is_told_once_by_notifications_apart(apart, start, buyer):
    consume = ["consume", "--consumers", "notifications", "--name", "one"]
    with new_topic(TOPIC):
        start("relay", "--name", "shop")
        orders = [buys(buyer) for _ in range(3)]
        killed = start(*consume, beside=True)
        eventually(lambda: apart.requested() == told_of(orders))
        with stuck(apart) as in_the_middle:
            orders += [buys(buyer) for _ in range(3)]
            eventually(in_the_middle)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        say_again(TOPIC)

        start(*consume, beside=True)
        start("relay", "--name", "two", beside=True)
        eventually(lambda: apart.requested() == told_of(orders) and is_read(TOPIC))
        eventually(lambda: apart.rows(OWN_RELAY_IS_UP_TO_DATE) == [(True,)])

    assert apart.requested() == told_of(orders)
    assert apart.rows(REQUESTED) == [(len(told_of(orders)),)]
    assert apart.rows("SELECT name, email FROM notifications_contact") == [
        ("Ada", "ada@example.com")
    ]
    assert apart.rows("SELECT DISTINCT consumer FROM outbox_cursor ORDER BY 1") == [
        ("kafka",),
        ("notifications",),
    ]
    assert apart.rows("SELECT count(*) FROM outbox_refused_record") == [(0,)]
    assert apart.rows("SELECT count(*) FROM outbox_parked_key") == [(0,)]
    assert apart.rows("SELECT DISTINCT missing::text FROM outbox_inbox_stream") == [("{}",)]
    assert Message.objects.count() == Contact.objects.count() == 0
