"""Conditions of a collection as lines of text, for people: `price: ..30`, `tag: new`."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from apps.catalog.rules.collections import RuleDraft
from shop.kernel.errors import InvalidInput

HELP = (
    "One rule a line; all of them have to be kept. tag: new / brand: Ostberg / product_type: Tea /"
    " category: tea (its handle) / price: 10..30 / choice: colour = red / measure: weight = ..500 g"
)

_RANGE = re.compile(r"(\d[\d.]*?)?\s*\.\.\s*(\d[\d.]*)?\s*([^\d\s]\S*)?")


def read_rules(text: str) -> tuple[RuleDraft, ...]:
    """The rules of the lines that are not blank. Raises InvalidInput with the line."""
    return tuple(_read(line.strip()) for line in text.splitlines() if line.strip())


def _read(line: str) -> RuleDraft:
    subject, colon, words = (part.strip() for part in line.partition(":"))
    read = _READERS.get(subject)
    if not colon or read is None:
        raise InvalidInput(f'"{line[:60]}" is no rule: begin with one of {", ".join(_READERS)}.')
    try:
        return read(subject, words)
    except InvalidInput as refusal:
        raise InvalidInput(f'"{line[:60]}": {refusal.sentence}') from refusal


def _worded(subject: str, words: str) -> RuleDraft:
    return RuleDraft(subject=subject, text=words)


def _ranged(subject: str, words: str) -> RuleDraft:
    match = _RANGE.fullmatch(words)
    if not match or not (match[1] or match[2]):
        raise InvalidInput("Write a range like 10..30, ..30 or 10.. with the ends included.")
    return RuleDraft(
        subject=subject, lowest=_amount(match[1]), highest=_amount(match[2]), unit=match[3] or ""
    )


def _amount(text: str | None) -> Decimal | None:
    if not text:
        return None
    if text.count(".") > 1:
        raise InvalidInput(f"{text} is no number.")
    return Decimal(text)


def _chosen(subject: str, words: str) -> RuleDraft:
    attribute, choice = _halves(words)
    return RuleDraft(subject=subject, attribute=attribute, choice=choice)


def _measured(subject: str, words: str) -> RuleDraft:
    attribute, rest = _halves(words)
    found = _ranged(subject, rest)
    return RuleDraft(
        subject=subject,
        attribute=attribute,
        lowest=found.lowest,
        highest=found.highest,
        unit=found.unit,
    )


def _halves(words: str) -> tuple[str, str]:
    attribute, equals, rest = (part.strip() for part in words.partition("="))
    if not equals:
        raise InvalidInput("Write the attribute's code, = and then what it shall be.")
    return attribute, rest


_READERS: Mapping[str, Callable[[str, str], RuleDraft]] = MappingProxyType(
    {
        "tag": _worded,
        "brand": _worded,
        "product_type": _worded,
        "category": lambda subject, words: RuleDraft(subject=subject, category=words),
        "price": _ranged,
        "choice": _chosen,
        "measure": _measured,
    }
)
