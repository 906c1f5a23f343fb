"""What an operator may do about a parked aggregate."""

from outbox_relay import parking
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def retry_parked(*, parked_id: int) -> None:
    """The consumer's relay tries the head of the line at once, and then as patiently as at first.

    Raises DomainError if the line is gone.
    """
    if not parking.revive(parked_id):
        raise DomainError("It is not parked any more: its events were handled meanwhile.")
