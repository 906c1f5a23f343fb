from dataclasses import dataclass
from enum import StrEnum


class Gravity(StrEnum):
    """ILL: the shop does not do all of its work, or may lose something. FRAIL: it may soon."""

    ILL = "ill"
    FRAIL = "frail"


@dataclass(frozen=True, kw_only=True)
class Ailment:
    """One thing that is not as it must be: what, what that means, and how to mend it."""

    part: str
    sentence: str
    remedy: str
    gravity: Gravity = Gravity.ILL
