"""A replay as people read it, and as programs do."""

import json
from collections import Counter
from collections.abc import Iterator

import duckdb

from tests.replay import expected
from tests.replay.rules import broken_rules
from tests.replay.run import Outcome

MOST_ACCUSED = 20


def accusations(books: duckdb.DuckDBPyConnection, outcome: Outcome) -> list[str]:
    """Everything in which shop and files differ, and what `verify` found."""
    return [
        *_different("order", expected.refusals(books), outcome.played.refused),
        *_different("SKU", expected.units(books), outcome.units),
        *(f"order {it}: its goods were there or not" for it in expected.wrong_shortages(books)),
        *(
            f"{it.rule.sentence}: {it.got_through} got through"
            for it in broken_rules(books)
            if it.got_through
        ),
        *(f"verify: {it.subject}: {it.sentence}" for it in outcome.findings),
    ]


def lines_of(books: duckdb.DuckDBPyConnection, outcome: Outcome) -> list[str]:
    """All accusations, two tables, and one line of JSON at the end."""
    accused = accusations(books, outcome)
    return [
        *accused[:MOST_ACCUSED],
        *("| " + " | ".join(map(str, row)) + " |" for row in _rules(books)),
        "",
        *("| " + " | ".join(map(str, row)) + " |" for row in _rows(outcome)),
        json.dumps(_verdict(outcome, accused)),
    ]


def _different(what: str, files: dict[str, object], shop: dict[str, object]) -> Iterator[str]:
    for key in sorted(files.keys() | shop.keys()):
        if files.get(key) != shop.get(key):
            yield f"{what} {key}: {files.get(key)} by the files, {shop.get(key)} in the shop"


def _rules(books: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    yield "README", "refused for it", "refused before for something else", "got through"
    yield ("---",) * 4
    for it in broken_rules(books):
        yield (
            it.rule.sentence.format(f"{it.orders:,}"),
            it.refused,
            it.refused_before,
            it.got_through,
        )


def _rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    yield "the shop's words", "orders"
    yield "---", "---"
    for (reason, sentence), times in sorted(outcome.played.sentences.items()):
        yield f"{reason}: {sentence}", times
    for what, times in outcome.played.steps.items():
        yield f"{what}", times


def _verdict(outcome: Outcome, accused: list[str]) -> dict[str, object]:
    orders = len(outcome.played.orders.keys() | outcome.played.refused.keys())
    return {
        "orders": orders,
        "refused": Counter(outcome.played.refused.values()),
        "seconds": round(outcome.seconds),
        "ms_an_order": round(outcome.seconds / orders * 1000, 1),
        "units_on_hand": sum(there for there, _ in outcome.units.values()),
        "units_reserved": sum(kept for _, kept in outcome.units.values()),
        "faults": len(accused),
    }
