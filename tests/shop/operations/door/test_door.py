import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.inventory.models import Ticket
from apps.inventory.queries import tickets_of
from apps.inventory.services import commit_stock
from apps.orders.services import WantedLine, confirm_order, place_order
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.ticket_codes import ticket_code
from shop.operations.roles import appoint, grant_roles
from tests.apps.orders.conftest import ADDRESS
from tests.factories.accounts import UserFactory
from tests.shop.storefront.hall import open_hall
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db

DOOR = reverse("admin:operations_door")


@pytest.fixture(autouse=True)
def _hall(db):
    open_hall()


@pytest.fixture
def door(client):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))

    def scan(code):
        return Page(client.post(DOOR, {"code": code})).text

    return scan


def order(*, paid):
    lines = [WantedLine("STALLS", 1, ("A1",))]
    placed = place_order(customer_id=new_id(), lines=lines, delivery_address=ADDRESS).order
    if paid:
        commit_stock(order_id=placed.id)
        confirm_order(order_id=placed.id)
    return placed


def test_a_ticket_lets_in_once_and_then_says_when_by_the_clocks_of_the_venue(door):
    code = tickets_of(order(paid=True).id)[0].code

    with clock.travelled_to(clock.now().replace(month=7, hour=17, minute=12)):
        first = door(code)
    second = door(code.lower())

    assert "✓ Come in: A1" in first
    assert "An evening of songs / Stalls" in first
    assert "✗ Already used at 19:12" in second
    assert "An evening of songs / Stalls, A1. Let nobody else in." in second


def test_what_is_not_paid_is_not_let_in(door):
    unpaid = order(paid=False)
    ticket = Ticket.objects.get(seat="A1")

    assert "✗ Not paid" in door(ticket_code(ticket_id=ticket.id, order_id=unpaid.id))


@pytest.mark.parametrize("code", ["A1", "<script>", "Q" * 42])
def test_what_is_no_ticket_is_unknown(door, code):
    assert "✗ Unknown" in door(code)


def test_nothing_typed_asks_again(door):
    assert "This field is required" in door("")


def test_only_who_may_admit_has_a_door(client):
    guard = UserFactory(is_staff=True)
    client.force_login(guard)
    before = client.get(DOOR).status_code
    grant_roles()

    appoint(email=guard.email, roles=["support"])
    client.force_login(get_user_model().objects.get(pk=guard.pk))

    assert before == 403
    assert client.get(DOOR).status_code == 200
