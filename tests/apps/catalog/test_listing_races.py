"""Listings are built anew while others change them."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, connections

from apps.catalog.queries import listing_by_handle
from apps.catalog.rules.listings import StockedUnits
from apps.catalog.services.listings import note_stock_level, rebuild_listings
from tests.apps.catalog.goods import published_tea

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def in_another_connection(act, **arguments):
    try:
        return act(**arguments)
    finally:
        connections.close_all()


def wait_until_it_waits(writer: Future[None]) -> None:
    """Or until it is done, because nothing held it up."""
    with connection.cursor() as cursor:
        while not writer.done():
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return


@pytest.fixture
def others():
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool


def test_a_level_that_changes_during_a_rebuilding_is_listed_in_the_end(others):
    published_tea()
    writers: list[Future[None]] = []

    def sell_meanwhile(skus):
        sold = {"sku": "TEA-100", "stock": StockedUnits(available=0)}
        writers.append(others.submit(in_another_connection, note_stock_level, **sold))
        wait_until_it_waits(writers[0])
        return {"TEA-100": StockedUnits(available=9)}

    rebuild_listings(after=None, levels_of=sell_meanwhile)
    writers[0].result()

    page = listing_by_handle("darjeeling")
    assert (page.choices[0].available, page.listing.is_available) == (0, False)
