"""What staff does with transfers in the admin site."""

import pytest
from django.urls import reverse

from apps.inventory.models import Stock, Transfer, TransferState
from apps.inventory.queries import ledger_drift
from apps.inventory.services import draft_transfer, receive_transfer, ship_transfer
from shop.kernel.identity import new_id
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:inventory_transfer_changelist")
NEW = reverse("admin:inventory_transfer_add")
NO_LINES = {"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def tea():
    """Five units in EAST, which can be sent to WEST."""
    WarehouseFactory(code="WEST")
    return StockFactory(sku="GREEN TEA", warehouse__code="EAST", on_hand=5)


def draft():
    return draft_transfer(origin="EAST", destination="WEST", units={"GREEN TEA": 4})


def page_of(transfer):
    return reverse("admin:inventory_transfer_change", args=[transfer.pk])


def shown(client, transfer):
    return client.get(page_of(transfer)).content.decode()


def say(client, transfer, step, *, key=None, **words):
    """Sends the form of the transfer's page; what the next page says."""
    form = {"step": step, "key": key or str(new_id()), "units": "", "reason": "", **words}
    return client.post(page_of(transfer), {**form, **NO_LINES}, follow=True).content.decode()


def ask(client, units, **words):
    form = {"origin": "EAST", "destination": "WEST", "note": "", "key": str(new_id()), **words}
    return client.post(NEW, {**form, "units": units}, follow=True).content.decode()


def state_of(transfer):
    return Transfer.objects.get(pk=transfer.pk).state


def test_a_transfer_is_drafted_shipped_received_and_closed(admin_client):
    ask(admin_client, "GREEN TEA 4\n\n CUP  1 \n", note="for the sale")
    transfer = Transfer.objects.get()
    assert [str(line) for line in transfer.lines.all()] == ["1 x CUP", "4 x GREEN TEA"]
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)

    say(admin_client, transfer, "ship")
    assert state_of(transfer) == TransferState.SHIPPED
    assert "CUP 1\nGREEN TEA 4</textarea>" in shown(admin_client, transfer)

    say(admin_client, transfer, "receive", units="GREEN TEA 3")
    assert state_of(transfer) == TransferState.PARTLY_RECEIVED
    assert "CUP 1\nGREEN TEA 1</textarea>" in shown(admin_client, transfer)

    say(admin_client, transfer, "close", reason="fell off the lorry")
    assert state_of(transfer) == TransferState.CLOSED
    assert Stock.objects.get(sku="GREEN TEA", warehouse="WEST").on_hand == 3
    assert ledger_drift() == []


def test_a_draft_is_cancelled(admin_client):
    transfer = draft()

    say(admin_client, transfer, "cancel")

    assert state_of(transfer) == TransferState.CANCELLED


def test_the_list_finds_a_transfer_by_what_it_takes_along(admin_client):
    transfer = draft()

    assert str(transfer.pk) in admin_client.get(LIST, {"q": "GREEN TEA"}).content.decode()
    assert str(transfer.pk) not in admin_client.get(LIST, {"q": "POT"}).content.decode()


def test_a_page_offers_what_may_happen_next(admin_client):
    transfer = draft()
    offered = shown(admin_client, transfer)
    assert 'value="ship"' in offered
    assert 'value="receive"' not in offered
    assert 'name="units"' not in offered

    ship_transfer(transfer_id=transfer.pk)
    offered = shown(admin_client, transfer)
    assert 'value="receive"' in offered
    assert 'value="ship"' not in offered

    receive_transfer(transfer_id=transfer.pk, units={"GREEN TEA": 4})
    offered = shown(admin_client, transfer)
    assert 'name="step"' not in offered
    assert 'name="_save"' not in offered


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        ("GREEN TEA 2\nCUP", "&quot;CUP&quot; has no quantity: write it like TEA-100 3."),
        ("GREEN TEA -2", "&quot;GREEN TEA -2&quot; has no quantity"),
        ("GREEN TEA 1\nGREEN TEA 2", "GREEN TEA is on two lines: leave one of them out."),
        ("GREEN TEA 0", "A quantity is between 1 and 1,000,000, not 0."),
        ("GREEN TEA 999999999999", "A quantity is between 1 and 1,000,000"),
    ],
)
def test_a_line_that_nobody_can_mean_is_refused_and_shown_again(admin_client, units, sentence):
    page = ask(admin_client, units)

    assert sentence in page
    assert units in page
    assert not Transfer.objects.exists()


def test_a_transfer_to_itself_is_refused_with_a_sentence(admin_client):
    page = ask(admin_client, "GREEN TEA 1", destination="EAST")

    assert "A transfer goes from one warehouse to another." in page
    assert not Transfer.objects.exists()


def test_what_a_service_refuses_is_said_on_the_page(admin_client):
    transfer = draft()
    ship_transfer(transfer_id=transfer.pk)

    assert "4 units are on the way: 5 cannot arrive" in say(
        admin_client, transfer, "receive", units="GREEN TEA 5"
    )
    assert "Say why the rest of the transfer is given up." in say(admin_client, transfer, "close")
    assert "A shipped transfer cannot become cancelled." in say(admin_client, transfer, "cancel")
    assert state_of(transfer) == TransferState.SHIPPED


def test_a_second_click_drafts_and_receives_nothing_more(admin_client):
    drafting, receiving = str(new_id()), str(new_id())

    for _ in range(2):
        ask(admin_client, "GREEN TEA 4", key=drafting)
    transfer = Transfer.objects.get()
    ship_transfer(transfer_id=transfer.pk)
    for _ in range(2):
        page = say(admin_client, transfer, "receive", units="GREEN TEA 2", key=receiving)

    assert "was changed successfully" in page
    assert transfer.lines.get().received == 2


def test_a_second_click_on_what_ended_the_transfer_is_no_mistake(admin_client):
    transfer = draft()
    ship_transfer(transfer_id=transfer.pk)
    key = str(new_id())

    pages = [say(admin_client, transfer, "receive", units="GREEN TEA 4", key=key) for _ in range(2)]

    assert all("was changed successfully" in page for page in pages)
    assert state_of(transfer) == TransferState.RECEIVED


def test_what_is_over_stays_so(admin_client):
    transfer = draft()
    say(admin_client, transfer, "cancel")

    assert "A cancelled transfer cannot become shipped." in say(admin_client, transfer, "ship")
    assert state_of(transfer) == TransferState.CANCELLED
