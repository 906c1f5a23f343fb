"""A window holds each commit once, sorted by id, whatever the page size and the shard."""

from dataclasses import replace

from outbox_relay.cursors import Position
from outbox_relay.dispatch import unheard_types
from outbox_relay.reader import Reader
from outbox_relay.ticks import make_tick, newest_tick
from outbox_relay.windows import LARGEST_PAGE_BYTES, Selection, Window, read_page
from shop.events.catalog import ProductPublished
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.envelope import lane_of, sealed
from tests.outbox_relay.arrange import a_tick, emit, emit_envelope, emit_in, real_commits, withdrawn

pytestmark = real_commits
EVERYTHING = Selection()


def labels(events):
    return [event.payload.split('"')[-2] for event in events]


def walked(position, *, until, selection=EVERYTHING, limit=500):
    """The labels of all pages up to the tick."""
    found, reader = [], Reader(selection, page_size=limit)
    while page := reader.next_page(position, until):
        found += labels(page.events)
        position = page.end
    return found


def test_a_window_holds_what_was_committed_between_its_ticks(product):
    emit(withdrawn(product, "before"))
    since = a_tick()
    emit(withdrawn(product, "first"), withdrawn(product, "second"))
    until = make_tick()
    emit(withdrawn(product, "after"))

    events, are_last = read_page(Window(since, until), last_id=0)

    assert labels(events) == ["first", "second"]
    assert are_last


def test_a_straggler_below_the_floor_comes_in_the_window_of_its_commit(open_session, product):
    slow = open_session()
    emit_in(slow, withdrawn(product, "slow"))
    emit(withdrawn(new_id(), "quick"))
    since = a_tick()
    slow.commit()
    emit(withdrawn(new_id(), "quick again"))
    until = make_tick()

    events, _ = read_page(Window(since, until), last_id=0)

    assert labels(events) == ["slow", "quick again"]
    assert events[0].id < since.floor


def test_stragglers_and_fresh_events_are_merged_by_id_over_many_pages(open_session):
    slow, slower = open_session(), open_session()
    start = newest_tick()
    for round_ in range(4):
        emit_in(slow, withdrawn(new_id(), f"slow {round_}"))
        emit_in(slower, withdrawn(new_id(), f"slower {round_}"))
    middle = make_tick()
    slow.commit()
    emit(*[withdrawn(new_id(), f"fresh {number}") for number in range(3)])
    slower.commit()
    until = make_tick()

    found = walked(Position(middle.n), until=until, limit=2)

    olds = [f"{who} {round_}" for round_ in range(4) for who in ("slow", "slower")]
    assert found == [*olds, "fresh 0", "fresh 1", "fresh 2"]
    assert walked(Position(start.n), until=middle) == []


def test_a_window_once_begun_is_finished_before_newer_ticks_count(product):
    start = newest_tick()
    emit(*[withdrawn(product, f"{number}") for number in range(3)])
    reader = Reader(EVERYTHING, page_size=2)
    first = reader.next_page(Position(start.n), make_tick())
    emit(withdrawn(product, "later"))
    newest = make_tick()

    second = reader.next_page(first.end, newest)

    assert labels(second.events) == ["2"]
    assert walked(second.end, until=newest) == ["later"]


def test_a_page_of_large_events_ends_early_and_the_next_one_goes_on(product):
    start = newest_tick()
    texts = [f"{number} " + "x" * 800_000 for number in range(25)]
    emit(*[withdrawn(product, text) for text in texts])
    window = Window(start, make_tick())

    pages, last_id, are_last = [], 0, False
    while not are_last:
        events, are_last = read_page(window, last_id=last_id)
        pages.append(events)
        last_id = events[-1].id

    assert [len(events) for events in pages] == [11, 11, 3]
    assert [text for events in pages for text in labels(events)] == texts


def test_a_page_that_is_just_full_of_bytes_is_followed_by_an_empty_one(product):
    emit(withdrawn(product, "x" * 800_000))
    size = len(OutboxEvent.objects.latest("id").payload)
    start = newest_tick()
    emit(*[withdrawn(product, "x" * 800_000)] * -(-LARGEST_PAGE_BYTES // size))
    window = Window(start, make_tick())

    events, are_last = read_page(window, last_id=0)
    rest, nothing_more = read_page(window, last_id=events[-1].id)

    assert (are_last, rest, nothing_more) == (False, [], True)


def test_shards_share_the_events_by_aggregate():
    products = [new_id() for _ in range(40)]
    start = newest_tick()
    emit(*[withdrawn(product, str(product)) for product in products])
    until = make_tick()

    found = [
        walked(Position(start.n), until=until, selection=Selection(shard=shard, shards=8), limit=3)
        for shard in range(8)
    ]

    expected = [
        [str(product) for product in products if lane_of("product", str(product)) % 8 == shard]
        for shard in range(8)
    ]
    assert found == expected


def test_a_consumer_is_spared_what_it_is_known_not_to_hear(product, hear):
    hear("ledger", print)
    start = newest_tick()
    emit(ProductPublished(product_id=product, title="", variants=()), withdrawn(product, "heard"))

    found = walked(
        Position(start.n), until=make_tick(), selection=Selection(without=unheard_types("ledger"))
    )

    assert found == ["heard"]


def test_an_event_that_only_newer_code_knows_is_kept_from_nobody(product, hear):
    hear("ledger", print)
    start = newest_tick()
    emit_envelope(replace(sealed(withdrawn(product, "new")), type="tradewind.catalog.Retired.v9"))

    found = walked(
        Position(start.n), until=make_tick(), selection=Selection(without=unheard_types("ledger"))
    )

    assert found == ["new"]
