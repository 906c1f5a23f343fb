from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

TIME_TO_FINISH = timedelta(minutes=10)
"""How long steps between contexts may take before what is open counts as broken."""


class Standing(StrEnum):
    BROKEN = "broken"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it must be, or not yet.

    `invariant` names the rule, `subject` the thing it is about, `sentence` says what is wrong.
    """

    invariant: str
    subject: str
    sentence: str
    standing: Standing = Standing.BROKEN
