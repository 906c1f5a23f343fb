import pytest

from apps.inventory.models import Ticket
from apps.inventory.queries import tickets_of
from apps.inventory.services import admit, open_tickets
from shop.events.inventory import TicketUsed
from shop.kernel import clock
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from shop.kernel.ticket_codes import is_ticket_code, ticket_code, ticket_of_code
from tests.apps.inventory.story import cancel, pay, place_ticket_order, tickets
from tests.factories.inventory import WarehouseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def order_id():
    """Of seat A1, paid."""
    WarehouseFactory()
    open_tickets(sku="STALLS", warehouse="MAIN", seats=["A1", "A2"])
    order_id = place_ticket_order(tickets("STALLS", 0, "A1"))
    pay(order_id)
    return order_id


def code_of(order_id):
    return tickets_of(order_id)[0].code


def test_a_ticket_lets_one_person_in_once(order_id, published):
    admitted = admit(code=code_of(order_id))

    assert (admitted.sku, admitted.label) == ("STALLS", "A1")
    assert tickets_of(order_id)[0].used_at == admitted.used_at
    assert [it.seat for it in published(TicketUsed)] == ["A1"]
    with pytest.raises(DomainError, match=rf"A1 was used at {admitted.used_at:%H:%M} UTC already"):
        admit(code=code_of(order_id))


def test_a_code_may_be_typed(order_id):
    code = code_of(order_id).lower()

    assert admit(code=f" {code[:10]}-{code[10:20]} {code[20:]}").label == "A1"


def test_a_ticket_that_is_not_paid_lets_nobody_in():
    WarehouseFactory()
    open_tickets(sku="STALLS", warehouse="MAIN", seats=["A1"])
    order_id = place_ticket_order(tickets("STALLS", 0, "A1"))
    ticket = Ticket.objects.get()

    assert code_of(order_id) == ""
    with pytest.raises(DomainError, match="STALLS A1 is not paid"):
        admit(code=ticket_code(ticket_id=ticket.id, order_id=order_id))


@pytest.mark.parametrize("code", ["", "1", "A1", "A" * 42, "é" * 42, "A" * 9_000, "\0"])
def test_what_is_no_code_lets_nobody_in(order_id, code):
    with pytest.raises(NotFound, match="No ticket has this code"):
        admit(code=code)


def test_the_code_of_a_ticket_that_was_given_back_is_worth_nothing(order_id, deliver):
    former = code_of(order_id)
    admit(code=former)
    cancel(order_id)
    deliver("inventory")
    next_order = place_ticket_order(tickets("STALLS", 0, "A1"))
    pay(next_order)

    with pytest.raises(NotFound):
        admit(code=former)
    assert admit(code=code_of(next_order)).label == "A1"


def test_a_code_is_signed():
    ticket_id, order_id = new_id(), new_id()
    code = ticket_code(ticket_id=ticket_id, order_id=order_id)

    assert ticket_of_code(code) == ticket_id
    assert is_ticket_code(code, ticket_id=ticket_id, order_id=order_id)
    assert not is_ticket_code(code, ticket_id=ticket_id, order_id=new_id())
    assert not is_ticket_code(code, ticket_id=new_id(), order_id=order_id)
    forged = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert not is_ticket_code(forged, ticket_id=ticket_id, order_id=order_id)


def test_a_code_outlives_a_change_of_the_secret_key(settings):
    ticket_id, order_id = new_id(), new_id()
    code = ticket_code(ticket_id=ticket_id, order_id=order_id)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, as long as such keys have to be"  # noqa: S105

    assert is_ticket_code(code, ticket_id=ticket_id, order_id=order_id)
    assert code != ticket_code(ticket_id=ticket_id, order_id=order_id)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_ticket_code(code, ticket_id=ticket_id, order_id=order_id)


def test_whoever_was_admitted_long_ago_is_told_when(order_id):
    with clock.travelled_to(clock.now().replace(hour=19, minute=30)):
        admit(code=code_of(order_id))

    with pytest.raises(DomainError, match="used at 19:30 UTC already"):
        admit(code=code_of(order_id))
