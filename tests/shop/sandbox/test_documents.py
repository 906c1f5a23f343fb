"""What the documents say about the test cards and UPI ids is what the sandbox plays."""

from pathlib import Path

from shop.sandbox.cards import CARDS
from shop.sandbox.upi_ids import STORIES

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "try-the-ways-to-pay.md"


def first_cells() -> set[str]:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return {row[1].strip().replace(" ", "") for row in rows if len(row) == 4}


def test_every_card_and_every_id_is_described():
    assert {card.number for card in CARDS} <= first_cells()
    assert STORIES.keys() <= first_cells()
