from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Facts of one kind, a sentence each. No personal data."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What was asked about, the answer in a sentence, and the facts that it rests on."""

    subject: str
    answer: str
    chapters: tuple[Chapter, ...]


def chapter(title: str, lines: Iterable[str]) -> Chapter:
    return Chapter(title=title, lines=tuple(lines))
