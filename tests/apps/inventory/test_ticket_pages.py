import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.inventory.models import Stock, Ticket
from apps.inventory.services import open_tickets
from shop.kernel.identity import new_id
from tests.apps.inventory.story import place_ticket_order, tickets
from tests.factories.inventory import WarehouseFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:inventory_ticket_add")
LIST = reverse("admin:inventory_ticket_changelist")


@pytest.fixture
def staff(client):
    WarehouseFactory(code="MAIN")
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def said(**values):
    asked = {"sku": "STALLS", "place": "MAIN", "seats": "", "quantity": "", "reason": ""}
    return {**asked, "key": str(new_id()), **values}


@pytest.mark.parametrize(
    ("seats", "first", "last", "count"),
    [
        ("a1..c10", "A1", "C10", 30),
        ("A1, A2; BOX-1", "A1", "BOX-1", 3),
        ("1..4", "1", "4", 4),
        ("Z1..AB1", "Z1", "AB1", 3),
    ],
)
def test_staff_opens_seats_row_by_row(staff, seats, first, last, count):
    answer = staff.post(ADD, said(seats=seats))

    assert answer.status_code == 302
    names = list(Ticket.objects.values_list("seat", flat=True))
    assert (names[0], names[-1], len(names)) == (first, last, count)
    assert Stock.objects.get().on_hand == count


def test_a_second_click_opens_nothing(staff):
    form = said(quantity="3")

    staff.post(ADD, form)
    staff.post(ADD, form)

    assert Ticket.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Say which seats there are"),
        ({"seats": "A1", "quantity": "2"}, "Say which seats there are"),
        ({"seats": "A1 A1"}, "Named twice: A1"),
        ({"seats": "J1..A10"}, "ends before it begins"),
        ({"seats": "A1..10"}, "ends before it begins"),
        ({"seats": "A1..?"}, "names no seats"),
        ({"seats": "A?"}, "names no seat"),
        ({"seats": "A1..ZZ999"}, "at most 10,000"),
    ],
)
def test_staff_is_told_why_tickets_cannot_be(staff, wrong, sentence):
    answer = staff.post(ADD, said(**wrong), follow=True)

    assert sentence in answer.content.decode()
    assert not Ticket.objects.exists()


def test_staff_withdraws_what_nobody_has(staff):
    open_tickets(sku="STALLS", warehouse="MAIN", seats=["A1", "A2", "A3"])
    place_ticket_order(tickets("STALLS", 0, "A1"))

    def withdraw(*seats):
        chosen = list(Ticket.objects.filter(seat__in=seats).values_list("pk", flat=True))
        asked = {"action": "withdraw", "_selected_action": chosen}
        return staff.post(LIST, asked, follow=True).content.decode()

    assert "Somebody has" in withdraw("A1", "A2")
    assert "Withdrawn: 1." in withdraw("A3")
    assert list(Ticket.objects.values_list("seat", flat=True)) == ["A1", "A2"]
    assert Stock.objects.get().on_hand == 2


def test_a_ticket_only_shows(staff):
    open_tickets(sku="STALLS", warehouse="MAIN", quantity=1)
    ticket = Ticket.objects.get()

    page = staff.get(reverse("admin:inventory_ticket_change", args=[ticket.pk]))

    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
