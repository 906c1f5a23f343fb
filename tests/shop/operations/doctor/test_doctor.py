"""Each finding is provoked: a doctor who always says "well" would pass nothing here."""

import json
import socket
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from outbox_relay import cursors
from outbox_relay.cursors import Lane
from shop.events.shipping import ShipmentDelivered
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.errors import Unreachable
from shop.kernel.identity import new_id
from shop.kernel.kafka import topics
from shop.kernel.models import OutboxCursor, OutboxParkedKey
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.kernel.tasks import SWEPT, sweep_jobs
from shop.operations.doctor import (
    Gravity,
    backbone,
    configuration,
    database,
    outside,
    processes,
    report,
)
from shop.operations.doctor import topics as topics_examination
from tests.factories.notifications import MessageFactory
from tests.shop.kernel.firm import answers, firm_that
from tests.shop.operations.answering import answering

NOBODY = "http://127.0.0.1:1"
METRICS = (
    'outside_breaker_state{firm="courier",outside_breaker_state="closed"} 1.0\n'
    'outside_breaker_state{firm="courier",outside_breaker_state="open"} 0.0\n'
    'outside_breaker_state{firm="gateway",outside_breaker_state="closed"} 0.0\n'
    'outside_breaker_state{firm="gateway",outside_breaker_state="open"} 1.0\n'
)

pytestmark = pytest.mark.django_db


def sentences(*looks: Callable) -> list[str]:
    return [ailment.sentence for look in looks for ailment in look()]


def test_a_sound_database_has_no_findings():
    looks = (
        *(database.version_is_known, database.settings_keep_promises, database.clocks_agree),
        *(database.migrations_are_applied, database.extensions_are_there),
        database.partitions_lie_ahead,
    )

    assert sentences(*looks) == []


def test_what_may_lose_commits_is_named_with_the_statement_that_mends_it():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    (found,) = database.settings_keep_promises()

    assert found.gravity == Gravity.ILL
    assert "synchronous_commit is off" in found.sentence
    assert "ALTER SYSTEM SET synchronous_commit = 'on'" in found.remedy


def test_a_missing_migration_and_extension_are_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        cursor.execute("DROP EXTENSION fuzzystrmatch CASCADE")

    found = sentences(database.migrations_are_applied, database.extensions_are_there)

    assert found == [
        "1 migrations are not applied, first sessions.0001_initial.",
        "The extension fuzzystrmatch is missing.",
    ]


@pytest.fixture
def sequence(db):
    """The sequence of events is put back: no transaction does that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value, is_called FROM outbox_event_id_seq")
        before = cursor.fetchone()
        yield
        cursor.execute("SELECT setval('outbox_event_id_seq', %s, %s)", before)


def test_partitions_that_run_out_are_ill_and_events_in_the_default_one_are_frail(sequence):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('outbox_event_id_seq', 90000000)")

    @unit_of_work
    def deliver_parcel():
        publish(ShipmentDelivered(shipment_id=new_id(), order_id=new_id()))

    deliver_parcel()
    found = list(database.partitions_lie_ahead())

    assert [ailment.gravity for ailment in found] == [Gravity.FRAIL, Gravity.ILL]
    assert "room for 0 more events" in found[1].sentence


def test_a_clock_that_is_wrong_is_found():
    with clock.travelled_to(clock.now() + timedelta(minutes=5)):
        (found,) = database.clocks_agree()

    assert "differ by 300 s" in found.sentence


def test_a_sink_that_takes_nothing_is_named_with_its_error():
    cursors.add_missing([Lane("files")])
    lease, _ = cursors.take(Lane("files"), "harbour-1")
    cursors.note_failure(lease, "The topic files cannot be written: No space left on device.")

    (found,) = sentences(backbone.topics_take_events)

    assert found.startswith("files/0 takes nothing since")
    assert found.endswith("1 tries: The topic files cannot be written: No space left on device.")


def test_in_the_deployment_of_one_context_nobody_asks_for_the_others(settings):
    settings.CONSUMERS_HERE = ["notifications"]
    cursors.add_missing([Lane("notifications")])
    cursors.take(Lane("notifications"), "a relay")

    assert sentences(backbone.relay_owns_every_lane) == []


def test_without_a_relay_every_consumer_is_named():
    cursors.add_missing([Lane("files")])

    (found,) = backbone.relay_owns_every_lane()

    assert "files" in found.sentence
    assert "orders" in found.sentence
    assert "manage.py relay" in found.remedy


def test_a_paused_lane_is_frail():
    for name in ("files", *backbone.consumers()):
        cursors.add_missing([Lane(name)])
        cursors.take(Lane(name), "harbour-1", even_from="")
    OutboxCursor.objects.filter(consumer="files").update(paused=True)

    (found,) = backbone.relay_owns_every_lane()

    assert (found.gravity, found.sentence) == (Gravity.FRAIL, "files/0 is paused.")


def test_a_parked_line_is_named_with_its_error():
    OutboxParkedKey.objects.create(
        consumer="orders", key="order:1", next_retry_at=clock.now(), error="Oops", head_event=1
    )

    assert "orders could not handle order:1" in sentences(backbone.nothing_is_parked)[0]


def test_jobs_that_nobody_claims_are_found():
    MessageFactory(due_at=clock.now() - timedelta(minutes=5))
    MessageFactory(due_at=clock.now())

    assert sentences(backbone.jobs_are_done)[0].startswith("1 jobs of notifications.send_message")


@pytest.mark.parametrize(
    ("look", "setting"),
    [(processes.web_answers, "SHOP_URL"), (processes.live_answers, "LIVE_URL")],
)
def test_a_process_that_is_away_is_named_and_one_that_answers_is_not(
    look, setting, settings, tmp_path
):
    settings.STATE_DIR = tmp_path
    setattr(settings, setting, NOBODY)
    away = sentences(look)

    with answering() as address:
        setattr(settings, setting, f"http://{address}")
        there = sentences(look)

    assert f"{NOBODY} does not answer (ConnectError)" in away[0]
    assert there == []


def test_a_shop_with_real_firms_misses_no_sandbox(settings):
    settings.SANDBOX_URL = NOBODY
    settings.COURIER = "firm.Adapter"
    settings.PAYMENT_GATEWAYS = {"firm": "firm.Adapter"}

    assert sentences(processes.sandbox_answers) == []


def test_redis_that_is_away_is_named(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert "does not answer (ConnectionError)" in sentences(processes.redis_answers)[0]


def test_redis_that_takes_calls_and_is_silent_holds_nobody_up(settings):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.REDIS_URL = f"redis://127.0.0.1:{mute.getsockname()[1]}/0"
        found = sentences(processes.redis_answers, processes.worker_answers, processes.beat_ticks)

    assert [sentence.partition(":")[0] for sentence in found] == [
        "It does not answer (TimeoutError)"
    ]


def test_nobody_works_where_no_worker_runs():
    assert "No Celery worker answers" in sentences(processes.worker_answers)[0]


def test_a_sweep_leaves_a_mark_for_the_doctor():
    cache.delete(SWEPT)

    sweep_jobs()

    assert cache.get(SWEPT)


def test_an_open_breaker_is_read_from_the_worker(settings):
    with answering(METRICS) as address:
        settings.WORKER_METRICS = address
        found = sentences(outside.breakers_are_closed)

    assert found == ["gateway gives no answers and is left alone for a while; its work waits."]


def test_an_open_breaker_that_all_processes_know_of_is_named_with_its_error(settings):
    settings.WORKER_METRICS, settings.BREAKER_FAILURES = "", 1
    with firm_that(answers("503 Service Unavailable")) as firm, pytest.raises(Unreachable):
        firm.known_as("courier").get("/thing", dict[str, int])

    (found,) = sentences(outside.breakers_are_closed)

    assert found.startswith("courier gives no answers and is left alone for a while;")
    assert found.endswith("The last error: courier answered with status 503.")


def test_a_folder_that_cannot_be_written_is_named(settings, tmp_path):
    (tmp_path / "topics").write_text("a file")
    settings.KAFKA_BOOTSTRAP_SERVERS = ""
    settings.TOPICS_DIR = tmp_path / "topics"

    assert "cannot be written" in sentences(topics_examination.topics_are_there)[0]


def test_brokers_that_are_away_are_named(settings, monkeypatch):
    monkeypatch.setattr(topics, "PATIENCE_SECONDS", 0.5)
    settings.KAFKA_BOOTSTRAP_SERVERS = "127.0.0.1:1"

    assert "The brokers do not answer" in sentences(topics_examination.topics_are_there)[0]


def test_a_real_shop_with_the_toys_of_the_demo_is_ill(settings):
    settings.DEMO = False

    found = "\n".join(sentences(configuration.settings_are_safe))

    assert "PAYMENT_GATEWAYS names the sandbox" in found
    assert "Nobody's attempts to sign in are counted." in found


def test_the_command_ends_with_one_and_tells_programs_the_same(settings, tmp_path):
    settings.STATE_DIR, settings.SHOP_URL = tmp_path, NOBODY
    said = StringIO()

    with pytest.raises(CommandError) as ended:
        call_command("doctor", "--json", stdout=said)

    diagnosis = json.loads(said.getvalue())
    assert ended.value.returncode == 1
    assert not diagnosis["well"]
    assert {"web", "relay"} <= {ailment["part"] for ailment in diagnosis["ill"]}
    assert all(ailment["remedy"] for ailment in diagnosis["ill"] + diagnosis["frail"])


def test_what_cannot_be_looked_at_is_a_finding_too():
    def teapots_are_warm():
        raise ImportError("no kettle")

    (found,) = report._found_by(teapots_are_warm)

    assert found.sentence == "It cannot be seen whether teapots are warm: ImportError: no kettle"
