"""A courier whose books are open, and who can be hard of hearing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from apps.shipping.gateways import UnknownConsignment
from apps.shipping.rules import Consignment, ConsignmentStatus, Parcel, Recipient
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused


@dataclass
class Books:
    """What he has agreed to, and all that he ever said.

    The next `deaf` calls never reach him; the answers of the next `mute` ones are lost. Who is
    `stubborn` gives nothing back.
    """

    consignments: dict[str, Consignment] = field(default_factory=dict)
    contents: dict[str, tuple[Parcel, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[object, ...]] = field(default_factory=dict)
    answers: dict[str, Consignment] = field(default_factory=dict)
    said: list[Consignment] = field(default_factory=list)
    deaf: int = 0
    mute: int = 0
    stubborn: bool = False

    @property
    def live(self) -> list[Consignment]:
        """What he has not given back."""
        return [it for it in self.consignments.values() if it.status != "cancelled"]

    def move(self, consignment_id: str, status: ConsignmentStatus) -> Consignment:
        moved = replace(self.consignments[consignment_id], status=status)
        self.consignments[consignment_id] = moved
        self.said.append(moved)
        return moved


class PaperCourier:
    """As in tests/apps/shipping/courier_conformance.py; all of them share the one set of books."""

    books: ClassVar[Books] = Books()

    def book(
        self, *, reference: str, recipient: Recipient, parcels: Sequence[Parcel], key: str
    ) -> Consignment:
        self._listen()
        books = self.books
        wanted = (reference, recipient, tuple(parcels))
        assert books.asked.setdefault(key, wanted) == wanted, "A key means one thing."
        if key not in books.answers:
            made = Consignment(
                id=f"sh_{len(books.consignments)}",
                reference=reference,
                status=ConsignmentStatus.BOOKED,
                tracking_number=f"TRACK-{len(books.consignments)}",
            )
            books.answers[key] = books.consignments[made.id] = made
            books.contents[made.id] = tuple(parcels)
            books.said.append(made)
        return self._answer(books.answers[key])

    def cancel(self, consignment_id: str, *, key: str) -> Consignment:
        self._listen()
        books = self.books
        if key not in books.answers:
            if books.stubborn or books.consignments[consignment_id].status != "booked":
                raise Refused("That is not given back.", status=409)
            books.answers[key] = books.move(consignment_id, ConsignmentStatus.CANCELLED)
        return self._answer(books.answers[key])

    def fetch(self, consignment_id: str) -> Consignment:
        self._listen()
        if consignment_id not in self.books.consignments:
            raise UnknownConsignment(consignment_id)
        return self._answer(self.books.consignments[consignment_id])

    def _listen(self) -> None:
        if self.books.deaf:
            self.books.deaf -= 1
            raise Unreachable("He did not hear it.")

    def _answer(self, consignment: Consignment) -> Consignment:
        if self.books.mute:
            self.books.mute -= 1
            raise Unreachable("Nobody heard his answer.")
        return consignment
