"""The oldest orders of a real shop, played from the click to the door; `make replay` plays all."""

import pytest

from tests.replay import expected
from tests.replay.files import opened
from tests.replay.run import replayed
from tests.replay.telling import accusations, lines_of

ORDERS = 240


@pytest.mark.django_db(transaction=True)
def test_the_shop_refuses_what_the_files_say_and_its_shelves_are_what_they_sum_up_to(
    shared_orders, settings, tmp_path
):
    settings.TOPICS_DIR = tmp_path
    books = opened(shared_orders, orders=ORDERS)

    outcome = replayed(books)

    print("\n".join(lines_of(books, outcome)))  # noqa: T201
    assert accusations(books, outcome) == []
    # A history without refusals, or in which all goods are gone, would prove little.
    assert set(outcome.played.refused.values()) == {
        expected.NO_ITEMS,
        expected.SHORT,
        expected.OTHER_AMOUNT,
        expected.UNPAID_PARCEL,
        expected.EARLY_DELIVERY,
        expected.NOT_PAID,
        expected.LATE_CANCELLATION,
    }
    assert any(there for there, _ in outcome.units.values())
    assert any(kept for _, kept in outcome.units.values())
    # Had one unit more been there, or one order been another, it would have been noticed.
    books.execute("UPDATE seeded SET units = units + 1 WHERE sku IN (SELECT min(sku) FROM seeded)")
    assert len(accusations(books, outcome)) == 1
