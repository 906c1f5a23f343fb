"""The last id is that of the sequence, never what its row says while it is being logged."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from tests.outbox_relay.arrange import address_of_database, real_commits

pytestmark = real_commits

MOST_ROUNDS = 500
_DRAW = "SELECT count(nextval('outbox_event_id_seq')) FROM generate_series(1, 10000)"
# How often a number came that is less than the one before, for each of the two ways to ask.
_LOOK = """
CREATE FUNCTION pg_temp.look(OUT row_went_back bigint, OUT last_id_went_back bigint)
LANGUAGE plpgsql AS $$
DECLARE
    row_says bigint;
    row_said bigint := 0;
    last_id bigint;
    last_id_was bigint := 0;
BEGIN
    row_went_back := 0;
    last_id_went_back := 0;
    FOR look IN 1 .. 20000 LOOP
        SELECT last_value INTO row_says FROM outbox_event_id_seq;
        last_id := outbox_last_id();
        row_went_back := row_went_back + (row_says < row_said)::integer;
        last_id_went_back := last_id_went_back + (last_id < last_id_was)::integer;
        row_said := row_says;
        last_id_was := last_id;
    END LOOP;
END $$
"""


@pytest.fixture
def sequence_in_use(transactional_db: None) -> Iterator[None]:
    """Another session draws ids as fast as it can."""
    enough = threading.Event()

    def draw() -> None:
        with psycopg.connect(address_of_database(), autocommit=True) as session:
            before = session.execute("SELECT outbox_last_id()").fetchone()[0]
            while not enough.is_set():
                session.execute(_DRAW)
            session.execute("SELECT setval('outbox_event_id_seq', %s)", [max(before, 1)])

    drawing = threading.Thread(target=draw)
    drawing.start()
    yield
    enough.set()
    drawing.join()


@pytest.mark.usefixtures("sequence_in_use")
def test_the_last_id_never_goes_back_where_the_row_of_the_sequence_does(open_session):
    session = open_session()
    session.execute(_LOOK)

    row_went_back = 0
    for _ in range(MOST_ROUNDS):
        row, last_id = session.execute("SELECT * FROM pg_temp.look()").fetchone()
        assert last_id == 0
        row_went_back += row
        if row_went_back:
            break

    assert row_went_back > 0, "The row was never seen too early: this shows nothing any more."


def test_before_the_first_id_it_is_zero(open_session):
    session = open_session()
    session.execute("ALTER SEQUENCE outbox_event_id_seq RESTART")

    assert session.execute("SELECT outbox_last_id()").fetchone() == (0,)
