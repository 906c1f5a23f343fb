"""`manage.py contracts` keeps docs/reference as the code is, and refuses to break promises."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shop.events.names import OUTSIDE_NAMES
from shop.events.orders import OrderPlaced
from shop.operations.contracts.page import events_page
from tests.versions import next_version

ROOT = Path(__file__).parents[4]
PLACED = "tradewind.orders.OrderPlaced.v1"


def contracts(folder, *options):
    call_command("contracts", *options, folder=folder)


@pytest.fixture
def folder(tmp_path):
    """A folder with all files as they are today."""
    contracts(tmp_path)
    return tmp_path


def rewrite(path, change):
    schema = json.loads(path.read_text())
    change(schema)
    path.write_text(json.dumps(schema))


def test_the_files_of_this_repository_say_what_the_code_says():
    # In a process of its own: other tests add handlers of their own.
    done = subprocess.run(
        [sys.executable, "manage.py", "contracts", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["asyncapi.json", "events.md", f"schemas/{PLACED}.json"])
def test_an_outdated_file_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(CommandError, match=f"Outdated: {name}"):
        contracts(folder, "--check")


def test_what_breaks_readers_is_neither_written_nor_passed(folder):
    path = folder / "schemas" / f"{PLACED}.json"
    rewrite(path, lambda schema: schema["properties"].update(channel={"type": "string"}))
    before = path.read_text()

    for options in ([], ["--check"]):
        with pytest.raises(CommandError, match=f"{PLACED}: the field channel is gone"):
            contracts(folder, *options)
    assert path.read_text() == before


def test_a_next_version_stands_beside_the_one_before(folder):
    path = folder / "schemas" / f"{PLACED}.json"
    before = path.read_text()

    with next_version(OrderPlaced, dict):
        contracts(folder)

    assert path.read_text() == before
    assert (folder / "schemas" / "tradewind.orders.OrderPlaced.v2.json").exists()


def test_a_next_version_without_an_upcaster_is_refused(folder):
    with next_version(OrderPlaced, dict):
        contracts(folder)

    with pytest.raises(CommandError, match="was published, and nothing reads it any more"):
        contracts(folder)


def test_the_page_shows_every_name_that_outside_systems_use():
    page = events_page()

    for row in OUTSIDE_NAMES:
        line = next(line for line in page.splitlines() if line.startswith(f"| {row.names[0]}"))
        for event in row.events:
            assert not event.internal
            assert f"[{event.__name__}](#{event.__name__.lower()})" in line
            assert f"### {event.__name__}\n" in page


def test_the_page_says_who_listens_and_when():
    entry = events_page().partition("### OrderPlaced\n")[2].partition("### ")[0]

    assert "**inventory** (`hold_ordered_stock`)" in entry
    assert ", notifications (`" in entry


def test_the_page_says_in_which_topics_a_gap_is_a_loss():
    page = events_page()

    assert "| product-events | product | `product_id` |  |" in page
    assert re.search(r"\| order-events \| order \| `order_id` \| .*\[OrderLinkRequested\]", page)


def test_the_picture_shows_who_tells_whom():
    picture = events_page().partition("```mermaid\n")[2].partition("```")[0]

    assert re.search(r'  orders ==>\|"[^"]*OrderPlaced[^"]*"\| inventory', picture)
    assert "orders -->|" in picture
