"""What the page for those who come from Debezium says about the database is true."""

import re

from django.db import connection

from outbox_relay.records import record_of
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.docs.arrange import GUIDE, stored

PAGE = (GUIDE.parent / "come-from-debezium.md").read_text()
ROUTER = "transforms.outbox."


def block(language):
    """The first block of the page in that language."""
    return re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[1]


def router():
    """The options of the outbox event router, by their names."""
    pairs = (line.split("=", 1) for line in block("properties").splitlines() if "=" in line)
    return {name.removeprefix(ROUTER): value for name, value in pairs if name.startswith(ROUTER)}


def placed():
    """Which column goes into which header."""
    trios = router()["table.fields.additional.placement"].split(",")
    return [(column, header) for column, _, header in (trio.split(":") for trio in trios)]


def test_the_router_is_told_columns_that_exist():
    columns = {field.column for field in OutboxEvent._meta.fields}
    options = (
        "route.by.field",
        *(f"table.field.event.{part}" for part in ("id", "key", "payload")),
    )

    assert {router()[option] for option in options} <= columns
    assert {column for column, _ in placed()} <= columns


def test_the_headers_are_those_of_the_relay_but_for_two_that_the_page_names():
    event = stored("order-events", "tea", 1)
    caused = event._replace(causation_id=f"{new_id()}", traceparent="00-1-2-01")
    set_by_hand = set(re.findall(r"^transforms\.\w+\.header=(.+)$", block("properties"), re.M))

    missing = set(record_of(caused).headers) - {header for _, header in placed()} - set_by_hand

    assert missing == {"ce_specversion", "ce_dataschema"}
    assert "| `ce_specversion`, `ce_dataschema` |" in PAGE


def test_the_publication_has_only_what_may_leave_the_house(db):
    with connection.cursor() as cursor:
        cursor.execute(block("sql"))
        cursor.execute(
            "SELECT tablename, rowfilter, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot"
            " FROM pg_publication_tables JOIN pg_publication USING (pubname)"
        )
        rows = cursor.fetchall()

    assert rows == [("outbox_event", "(topic IS NOT NULL)", True, False, False, False, True)]
