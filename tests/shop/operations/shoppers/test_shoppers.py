import subprocess
import sys
from collections import Counter
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from threading import Event

import pytest

from apps.inventory.queries import ledger_drift
from apps.orders.models import Order
from apps.orders.services import set_tax_rate
from shop.operations.demo.people import people
from shop.operations.shoppers.crowd import Crowd
from shop.operations.shoppers.plans import Ending, visits
from tests.shop.operations.answering import answering
from tests.shop.storefront.shelf import sell

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def crowd(transactional_db, live_server):
    for country in {person.country for person in people()}:
        set_tax_rate(country=country, tax_class="reduced", rate=Decimal("0.07"))
    sell("darjeeling", title="Darjeeling", prices={"TEA-100": "6.90"})
    return Crowd(
        url=live_server.url,
        rate=6000,
        stopping=Event(),
        chance=Random(7),  # noqa: S311 - repeatable
        thought_seconds=0,
    )


def test_shoppers_look_buy_and_change_their_minds_but_are_never_turned_away(crowd):
    crowd.visit(at_most=25)

    assert "turned away" not in crowd.seen
    assert sum(crowd.seen.values()) <= 25
    assert Order.objects.exclude(state="rejected").count() >= crowd.seen[Ending.PAID] > 0
    assert ledger_drift() == []


def test_shoppers_of_a_shop_that_is_away_go_home_and_come_again(crowd):
    crowd.url = "http://127.0.0.1:1"

    crowd.visit(at_most=5)

    assert set(crowd.seen) == {"turned away"}


def test_nobody_comes_any_more_once_it_was_stopped(crowd):
    crowd.stopping.set()

    crowd.visit()

    assert not crowd.seen


def test_visits_are_a_bit_of_everything_and_only_some_pay():
    planned = list(islice(visits(Random(1)), 500))  # noqa: S311 - repeatable

    endings = Counter(visit.ending for visit in planned)
    assert set(endings) == set(Ending)
    assert 0.4 < endings[Ending.PAID] / 500 < 0.65
    assert all(visit.payment_token for visit in planned if visit.ending == Ending.PAID)


def test_a_real_shop_refuses_them(tmp_path):
    names = ("SECRET_KEY", "JWT_SECRET", "CUSTOMER_KEYS_SECRET", "SANDBOX_SECRET", "LIVE_SECRET")
    secrets = {name: f"tested-only-0123456789-0123456789-{name}" for name in names}

    ended = subprocess.run(
        [sys.executable, "-m", "shop.operations.shoppers"],
        cwd=ROOT,
        env={**secrets, "TRADEWIND_DEMO": "no", "TRADEWIND_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 1
    assert "invented people buy nothing" in ended.stderr


def test_an_answer_that_nobody_foresaw_is_logged_whole_and_the_next_one_comes(crowd, caplog):
    with answering("<a href='nowhere'>Closed</a>") as address:
        crowd.url = f"http://{address}"

        crowd.visit(at_most=12)

    assert crowd.seen["turned away"] > 0
    assert "Traceback" in caplog.text
