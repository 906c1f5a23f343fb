"""Why a buyer wants less than was ordered."""

from enum import StrEnum


class GiveUpReason(StrEnum):
    """Words, so that nothing personal is kept."""

    CHANGED_MIND = "changed_mind"
    TAKES_TOO_LONG = "takes_too_long"
    ORDERED_BY_MISTAKE = "ordered_by_mistake"


class KeptReason(StrEnum):
    """Why units that nobody wants any more are sent all the same."""

    DISPATCHED = "dispatched"
    COURIER_REFUSED = "courier_refused"
