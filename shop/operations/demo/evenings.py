"""Concerts and courses, with seats and without: what a shop may sell that nobody can send."""

from dataclasses import dataclass
from decimal import Decimal

from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="evenings",
    title="Concerts and courses",
    blurb="Come by: songs in the harbour hall, and evenings on which you learn something.",
    drawing=Drawing(motif="concert", palette="plum", scene="sunburst", title="A stage"),
)
TIME_ZONE = "Europe/Berlin"


@dataclass(frozen=True, kw_only=True)
class DemoTickets:
    """One kind of ticket: for `seats`, as staff would type them, or for so many people."""

    sku: str
    name: str
    price: Decimal
    seats: str = ""
    places: int = 0


@dataclass(frozen=True, kw_only=True)
class DemoEvening:
    """Takes place on a day so many weeks ahead, at hours of the venue's clocks."""

    handle: str
    title: str
    description: str
    kind: str
    weeks_ahead: int
    begins: tuple[int, int]
    ends: tuple[int, int]
    venue: str
    address: str
    tickets: tuple[DemoTickets, ...]
    drawing: Drawing


EVENINGS = (
    DemoEvening(
        handle="an-evening-of-songs",
        title="An evening of songs",
        description=(
            "<p>Twelve songs about leaving and three about coming home, sung by the harbour choir"
            " with a piano, a double bass and no microphone.</p>"
        ),
        kind="event",
        weeks_ahead=6,
        begins=(19, 30),
        ends=(22, 0),
        venue="Harbour Hall",
        address="Am Kai 1, 20457 Hamburg",
        tickets=(
            DemoTickets(sku="SONGS-STALLS", name="Stalls", price=Decimal("24.00"), seats="A1..H12"),
            DemoTickets(
                sku="SONGS-BALCONY", name="Balcony", price=Decimal("16.00"), seats="J1..L10"
            ),
        ),
        drawing=Drawing(
            motif="concert", palette="berry", scene="sunburst", title="A stage with a microphone"
        ),
    ),
    DemoEvening(
        handle="sharp-knives-a-course",
        title="Sharp knives: a course",
        description=(
            "<p>Bring the bluntest knife you have. After three hours it cuts tomatoes, and you know"
            " how it came to that. Stones, aprons and soup are there.</p>"
        ),
        kind="course",
        weeks_ahead=3,
        begins=(18, 0),
        ends=(21, 0),
        venue="The kitchen behind the shop",
        address="Hafenstraße 12, 20359 Hamburg",
        tickets=(
            DemoTickets(sku="KNIVES-COURSE", name="Full price", price=Decimal("65.00"), places=12),
            DemoTickets(sku="KNIVES-STUDENT", name="Student", price=Decimal("45.00"), places=4),
        ),
        drawing=Drawing(
            motif="class", palette="moss", scene="window", title="A blackboard and a table"
        ),
    ),
)
