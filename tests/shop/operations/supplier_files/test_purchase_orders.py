"""Purchase orders go out as a file and come in as proposals, whole or not at all."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.suppliers.models import Origin, PurchaseOrder, PurchaseOrderLine, PurchaseOrderState
from apps.suppliers.services import receive_purchase
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.inventory import WarehouseFactory
from tests.factories.suppliers import (
    CatalogueItemFactory,
    PurchaseOrderFactory,
    PurchaseOrderLineFactory,
    SupplierFactory,
)

pytestmark = pytest.mark.django_db

HEADER = ("Number", "Supplier", "Warehouse", "SKU", "Quantity", "Unit cost")


def run(*arguments):
    said = StringIO()
    call_command(*map(str, arguments), stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture(autouse=True)
def _sold():
    """The tea house sells TEA and CUP, and there is a warehouse."""
    WarehouseFactory(code="MAIN")
    for sku in ("TEA", "CUP"):
        CatalogueItemFactory(sku=sku)


@pytest.fixture
def file(tmp_path):
    """`file(row, ...)`: a file of purchase orders; returns its path."""

    def write(*rows, header=HEADER):
        path = tmp_path / "orders.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            sheet = csv.writer(out)
            sheet.writerow(header)
            sheet.writerows(rows)
        return path

    return write


def row(number="P-1", sku="TEA", quantity="5", cost="2.40", supplier="tea-house", place="MAIN"):
    return (number, supplier, place, sku, quantity, cost)


def orders():
    return {
        order.number: {line.sku: (line.quantity, line.unit_cost) for line in order.lines.all()}
        for order in PurchaseOrder.objects.all()
    }


def test_orders_of_a_file_are_proposed(file):
    said = run(
        "import_purchase_orders",
        file(row(), row(sku="CUP", quantity="2", cost=""), row("P-2", quantity="1")),
    )

    assert said == ["2 purchase orders are proposed, 0 were known, 0 left out. 0 errors."]
    assert orders() == {
        "P-1": {"TEA": (5, Decimal("2.4")), "CUP": (2, Decimal("2.5"))},
        "P-2": {"TEA": (1, Decimal("2.4"))},
    }
    assert set(PurchaseOrder.objects.values_list("origin", "state")) == {
        (Origin.FILE, PurchaseOrderState.PROPOSED)
    }


def test_the_same_file_again_changes_nothing(file):
    path = file(row())
    run("import_purchase_orders", path)

    said = run("import_purchase_orders", path)

    assert said == ["0 purchase orders are proposed, 1 were known, 0 left out. 0 errors."]


def test_who_only_tries_changes_nothing(file):
    said = run("import_purchase_orders", file(row()), "--dry-run")

    assert said == ["1 purchase orders would be proposed, 0 were known, 0 left out. 0 errors."]
    assert orders() == {}


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (row(sku=""), "line 3, SKU: The cell is empty."),
        (row(sku="COFFEE"), "line 2: tea-house does not sell COFFEE"),
        (row(sku="TEA"), "line 2: A SKU is on two lines"),
        (row(sku="CUP", quantity="-2"), "line 2: A quantity is between 1 and 1,000,000, not -2."),
        (row(sku="CUP", quantity=""), "line 2: A quantity is between 1 and 1,000,000, not 0."),
        (row(sku="CUP", quantity="many"), "line 3, Quantity: 'many' is no number of units"),
        (row(sku="CUP", cost="NaN"), "line 3, Unit cost: 'NaN' is no amount"),
        (row(sku="CUP", cost="0.001"), "line 2: 0.001 EUR is no amount"),
        (row(sku="CUP", supplier="mill"), "line 3, Supplier: P-1 has one supplier and one"),
        (row(sku="CUP", place="WEST"), "line 3, Supplier: P-1 has one supplier and one"),
        (("P-1", "tea-house"), "line 3: The row has 2 cells, the header has 6."),
    ],
)
def test_one_bad_row_leaves_its_whole_order_out(file, bad, complaint):
    told, said = run("import_purchase_orders", file(row(), bad, row("P-2")))

    assert told.startswith(f"error: {complaint}")
    assert said == "1 purchase orders are proposed, 0 were known, 1 left out. 1 errors."
    assert set(orders()) == {"P-2"}
    assert PurchaseOrderLine.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (row(supplier="mill"), "line 2: There is no supplier mill."),
        (row(supplier="old"), "line 2: old is not active"),
        (row(place="MOON"), "line 2, Warehouse: There is no warehouse MOON."),
        (row(number="x" * 33), "line 2: A purchase order has a number of 1 to 32 characters."),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_a_sentence(file, bad, complaint):
    SupplierFactory(code="old", is_active=False)

    told, _ = run("import_purchase_orders", file(bad))

    assert told.startswith(f"error: {complaint}")
    assert orders() == {}


def test_rows_of_one_order_that_are_torn_apart_are_named(file):
    told, said = run("import_purchase_orders", file(row(), row("P-2"), row(sku="CUP")))

    assert told == "error: line 4, Number: P-1 stood before: put its rows together."
    assert said == "2 purchase orders are proposed, 0 were known, 1 left out. 1 errors."
    assert orders()["P-1"] == {"TEA": (5, Decimal("2.4"))}


def test_a_file_without_the_columns_is_refused(file):
    with pytest.raises(CommandError, match="These are no purchase orders: there is no column SKU"):
        run("import_purchase_orders", file(header=[it for it in HEADER if it != "SKU"]))


def test_what_went_out_is_known_when_it_comes_back_and_new_where_it_was_not(tmp_path):
    VariantFactory(product=ProductFactory(), sku="Green tea", stock_code="TEA")
    order = PurchaseOrderFactory(sent=True)
    for sku in ("TEA", "CUP"):
        PurchaseOrderLineFactory(order=order, sku=sku, quantity=4)
    receive_purchase(order_id=order.id, reference="DN-1", units={"TEA": 3})
    out = tmp_path / "out.csv"

    run("export_purchase_orders", out)

    rows = {it["SKU"]: it for it in csv.DictReader(out.read_text().splitlines())}
    assert (rows["Green tea"]["State"], rows["Green tea"]["Outstanding"]) == (
        "partly_received",
        "1",
    )
    assert rows["CUP"]["Number"] == order.number
    assert run("import_purchase_orders", out) == [
        "0 purchase orders are proposed, 1 were known, 0 left out. 0 errors."
    ]

    PurchaseOrder.objects.update(number="another")
    assert run("import_purchase_orders", out) == [
        "1 purchase orders are proposed, 0 were known, 0 left out. 0 errors."
    ]
    assert orders()[order.number] == orders()["another"]
