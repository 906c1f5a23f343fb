"""What somebody typed, as words to look for."""

import re

MOST_WORDS = 8
LONGEST_WORD = 40
LONGEST_TEXT = 400

_BETWEEN_WORDS = re.compile(r"[\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+")


def words_of(text: str) -> tuple[str, ...]:
    """The first words of the text, whatever it is: no operators, quotes or control characters."""
    words = (word[:LONGEST_WORD] for word in _BETWEEN_WORDS.split(plain_text(text)))
    return tuple(word for word in words if word)[:MOST_WORDS]


def plain_text(text: str) -> str:
    """The text as a database takes it: without NUL and lone surrogates, and not too long."""
    return text[:LONGEST_TEXT].replace("\0", "").encode("utf-8", "replace").decode()
