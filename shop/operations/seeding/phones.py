"""Phones of the demo's people, so that short messages are to be seen in the sandbox."""

from uuid import UUID

from apps.notifications.queries import contact_of, offered_phone_channels
from apps.notifications.services import change_contact, choose_phone_channel
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.demo.people import DemoPerson, people
from shop.operations.past.player import customer_id_of

_GERMAN = {"DE", "AT"}


def seed_phones() -> int:
    """Tells how to reach those of whom nothing is known; returns how many those were.

    Every second one wants short messages.
    """
    return sum(_seed(person) for person in people()[::2])


@unit_of_work
def reach_by_phone(
    *, customer_id: UUID, name: str, email: str, phone: str, locale: str = "en", place: int = 0
) -> None:
    """What cannot wait goes to that phone, on one of the channels that the shop offers.

    `place` chooses among them.
    """
    change_contact(customer_id=customer_id, name=name, email=email, phone=phone, locale=locale)
    if offered := offered_phone_channels():
        channel = offered[place % len(offered)]
        choose_phone_channel(customer_id=customer_id, phone_channel=channel)


def _seed(person: DemoPerson) -> bool:
    customer_id = customer_id_of(person)
    if contact_of(customer_id) is not None:
        return False
    reach_by_phone(
        customer_id=customer_id,
        name=person.name,
        email=person.email,
        phone=person.phone,
        locale="de" if person.country in _GERMAN else "en",
        place=int(person.phone[-1]),
    )
    return True
