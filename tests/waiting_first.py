"""Tests that mostly wait for others begin, the longest first: at the end nobody waits for them."""

import pytest

WAITING = ("tests/faults/", "tests/journeys/", "tests/browser/", "tests/replay/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    begins = (turn for turn, folder in enumerate(WAITING) if item.nodeid.startswith(folder))
    return next(begins, len(WAITING))
