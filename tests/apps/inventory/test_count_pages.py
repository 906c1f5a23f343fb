import pytest
from django.urls import reverse

from apps.inventory.admin.count_lines import read_counts, read_skus
from apps.inventory.models import CountLine, CountSheet, Movement, Stock
from apps.inventory.rules import Counted
from apps.inventory.services import enter_count, open_count
from shop.kernel.errors import InvalidInput
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db

LIST = "admin:inventory_countsheet_changelist"
NEW = "admin:inventory_countsheet_add"


def page_of(sheet):
    return reverse("admin:inventory_countsheet_change", args=[sheet.pk])


def form_at(client, address):
    return client.get(address).context["adminform"].form


def send(client, address, form=None, **said):
    """Sends the form of the page, filled in; returns the page that comes then."""
    key = (form or form_at(client, address))["key"].value()
    return client.post(address, {**said, "key": key}, follow=True).content.decode()


def test_a_sheet_is_opened_for_all_that_is_there(admin_client):
    StockFactory(sku="CUP")
    StockFactory(sku="TEA")

    page = send(admin_client, reverse(NEW), warehouse="MAIN", skus="", note="the long shelf")

    sheet = CountSheet.objects.get()
    assert sheet.note == "the long shelf"
    assert list(sheet.lines.values_list("sku", flat=True)) == ["CUP", "TEA"]
    assert str(sheet) in page


def test_a_sheet_is_opened_for_the_skus_that_were_typed(admin_client):
    WarehouseFactory(code="MAIN")

    send(admin_client, reverse(NEW), warehouse="MAIN", skus="TEA\r\n\r\nBIG CUP\r\n", note="")

    assert list(CountLine.objects.values_list("sku", flat=True)) == ["BIG CUP", "TEA"]


def test_a_second_click_opens_no_second_sheet(admin_client):
    StockFactory(sku="TEA")
    form = form_at(admin_client, reverse(NEW))

    for _ in range(2):
        send(admin_client, reverse(NEW), form, warehouse="MAIN", skus="", note="")

    assert CountSheet.objects.count() == 1


def test_an_empty_warehouse_is_refused_on_the_page(admin_client):
    WarehouseFactory(code="MAIN")

    page = send(admin_client, reverse(NEW), warehouse="MAIN", skus="", note="")

    assert "There is no stock in MAIN to count: name the SKUs." in page
    assert not CountSheet.objects.exists()


def test_counts_are_entered_and_the_page_shows_the_report(admin_client):
    for sku in ("CUP", "POT", "TEA"):
        StockFactory(sku=sku, on_hand=5)
    sheet = open_count(warehouse="MAIN")

    send(admin_client, page_of(sheet), step="enter", counts="TEA 3 Damaged\r\nCUP 7")

    page = admin_client.get(page_of(sheet)).content.decode()
    assert "2 counted, 1 not counted, 2 with a variance: 2 units over, 2 short." in page
    assert "<td>TEA</td><td>5</td><td>3</td><td>-2</td><td>damaged</td>" in page
    assert "<td>CUP</td><td>5</td><td>7</td><td>+2</td><td>unknown</td>" in page
    assert "<td>POT</td><td></td><td>not counted</td>" in page
    assert "2 of 3" in admin_client.get(reverse(LIST)).content.decode()


def test_a_sheet_is_posted_by_one_click_or_two(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=3)
    form = form_at(admin_client, page_of(sheet))

    pages = [send(admin_client, page_of(sheet), form, step="post", counts="") for _ in range(2)]

    assert Stock.objects.get().on_hand == 3
    assert Movement.objects.filter(cause="counted").count() == 1
    assert all("was changed successfully" in page for page in pages)


def test_a_sheet_is_cancelled_and_only_shows_from_then_on(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")

    send(admin_client, page_of(sheet), step="cancel", counts="")

    page = admin_client.get(page_of(sheet)).content.decode()
    assert "Cancelled" in page
    assert 'name="step"' not in page
    assert 'name="_save"' not in page


def test_a_form_that_comes_after_the_end_is_refused_with_a_sentence(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=3)
    first, second = (form_at(admin_client, page_of(sheet)) for _ in range(2))

    send(admin_client, page_of(sheet), first, step="post", counts="")
    page = send(admin_client, page_of(sheet), second, step="cancel", counts="")

    assert "A posted count sheet cannot become cancelled." in page
    assert CountSheet.objects.get().state == "posted"


def test_counts_that_were_typed_are_not_lost_by_posting(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")
    enter_count(sheet_id=sheet.pk, sku="TEA", counted=3)

    page = send(admin_client, page_of(sheet), step="post", counts="TEA 5")

    assert "These counts are not entered yet" in page
    assert "TEA 5" in page
    assert CountSheet.objects.get().is_open


def test_one_wrong_line_enters_nothing_and_is_shown_as_it_was_typed(admin_client):
    StockFactory(sku="TEA", on_hand=5)
    sheet = open_count(warehouse="MAIN")

    page = send(admin_client, page_of(sheet), step="enter", counts="TEA 3\nPOT 4")

    assert "This count sheet does not name POT." in page
    assert "TEA 3\nPOT 4" in page
    assert CountLine.objects.get().counted is None


def test_a_count_is_read_from_the_end_of_its_line():
    text = "TEA 3\n\n  BIG CUP 500\t12   Found \nPOT -1"

    assert read_counts(text) == [
        Counted(sku="TEA", units=3),
        Counted(sku="BIG CUP 500", units=12, reason="found"),
        Counted(sku="POT", units=-1),
    ]


@pytest.mark.parametrize("line", ["TEA", "3", "TEA some", "3 found", "TEA 3 found there", "T 1e9"])
def test_a_line_that_is_no_count_is_refused(line):
    with pytest.raises(InvalidInput, match="is no count: write it like TEA-100 12"):
        read_counts(line)


def test_no_sku_means_all_of_them():
    assert read_skus(" \n") is None
