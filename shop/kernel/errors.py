"""The ways in which business code says no. How they look over HTTP: `shop.kernel.api.problems`."""

from collections.abc import Mapping


class DomainError(Exception):
    """A rule of the business forbids this. The sentence says which, and what to do instead.

    `code` is a stable word for programs, `details` are facts that a program may want.
    """

    code = "conflict"
    status = 409

    def __init__(self, sentence: str, *, details: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = dict(details or {})


class InvalidInput(DomainError):
    """What was asked for can never work as it stands: the caller has to change it."""

    code = "invalid_input"
    status = 422


class NotFound(DomainError):
    """There is no such thing, or it is none of the caller's business."""

    code = "not_found"
    status = 404


class Outdated(DomainError):
    """It was changed since the caller read it: read it again, then decide."""

    code = "outdated"
    status = 412


class NotAtOnce(DomainError):
    """Somebody else decides it: it can be asked for, but not done here and now."""

    code = "not_at_once"


class NotYet(Exception):
    """A handler's cause has not arrived; the event is delivered again later, and never given up."""


class ClaimLost(Exception):
    """Somebody else claimed the job meanwhile; what this claim brought in is not recorded."""


class Unreachable(Exception):
    """An outside firm gave no usable answer; whether it acted is unknown, so ask again."""


class NotAsked(Unreachable):
    """The firm was not even asked: it surely did not act, and somebody else may be asked."""
