"""The numbers that the data's README gives are those of these files, counted anew."""

import pytest

from tests.replay.files import opened
from tests.replay.rules import REMARKS, RULES, counted

SENTENCES = {**{rule.sentence: rule.broken for rule in RULES}, **REMARKS}


@pytest.fixture(scope="module")
def books(shared_orders):
    return opened(shared_orders)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_readme_counts_the_orders_of_these_files(shared_orders, books, sentence):
    readme = (shared_orders.parent / "README.md").read_text()

    number = counted(books, SENTENCES[sentence])

    assert sentence.format(f"{number:,}") in readme


def test_every_line_belongs_to_an_order(books):
    orphans = "SELECT count(*) FROM items ANTI JOIN orders USING (order_id)"

    assert books.execute(orphans).fetchall() == [(0,)]
    assert counted(books, "true") == 20_848
