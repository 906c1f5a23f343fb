"""Stock goes out as a file and comes back in, and only what the file asks for is changed."""

import csv
import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.catalog.models import Variant
from apps.inventory.models import Movement, Stock, Unavailable, Warehouse
from apps.inventory.queries import ledger_drift
from apps.inventory.services import adjust_stock, set_stock_aside
from shop.events.inventory import StockUpdated
from shop.kernel.arguments import operator
from shop.operations.stock_files.columns import CURRENT, HEADER, LOCATION, NEW, SKU
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db

ROWS_OF_THE_REAL_SHOP = 3_000


def run(*arguments):
    said = StringIO()
    call_command(*map(str, arguments), stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def tea():
    """A product of the catalogue whose stock is called otherwise than its merchant calls it."""
    product = ProductFactory(handle="tea", title="Tea", option_names=["Size"])
    return VariantFactory(
        product=product, sku="TEA-L", stock_code="stock-of-tea", option_values=["Large"]
    )


@pytest.fixture
def stock_file(tmp_path):
    """`stock_file(row, ...)`: a file with these cells, the others empty; returns its path."""

    def write(*rows, name="stock.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            sheet = csv.DictWriter(file, HEADER)
            sheet.writeheader()
            sheet.writerows(rows)
        return path

    return write


def row(sku="TEA-L", warehouse="MAIN", current="", new=""):
    return {SKU: sku, LOCATION: warehouse, CURRENT: current, NEW: new}


def on_hand():
    return dict(Stock.objects.values_list("sku", "on_hand"))


def test_a_file_names_the_goods_and_all_their_units(tea, tmp_path):
    StockFactory(sku="stock-of-tea", on_hand=5)
    set_stock_aside(
        sku="stock-of-tea", warehouse="MAIN", quantity=2, why=Unavailable.DAMAGED, reason="rain"
    )

    run("export_stock", tmp_path / "out.csv")

    (written,) = csv.DictReader((tmp_path / "out.csv").read_text().splitlines())
    said = {name: cell for name, cell in written.items() if cell}
    assert said == {
        "Handle": "tea",
        "Title": "Tea",
        "Option1 Name": "Size",
        "Option1 Value": "Large",
        "SKU": "TEA-L",
        "Location": "MAIN",
        "Incoming (not editable)": "0",
        "Unavailable (not editable)": "2",
        "Committed (not editable)": "0",
        "Available (not editable)": "3",
        "On hand (current)": "5",
    }


def test_what_went_out_changes_nothing_when_it_comes_back(tea, tmp_path):
    StockFactory(sku="stock-of-tea", on_hand=5)
    run("export_stock", tmp_path / "out.csv")

    said = run("import_stock", tmp_path / "out.csv")

    assert said == ["0 places have other numbers, 1 stay as they are. 0 errors."]
    assert Movement.objects.count() == 1


def test_a_new_number_is_a_line_of_the_ledger(tea, stock_file, published):
    StockFactory(sku="stock-of-tea", on_hand=5)

    said = run("import_stock", stock_file(row(current="5", new="7")))

    assert said == ["1 places have other numbers, 0 stay as they are. 0 errors."]
    assert on_hand() == {"stock-of-tea": 7}
    line = Movement.objects.latest("id")
    assert (line.on_hand, line.reason, line.actor) == (2, "file stock.csv", operator())
    assert [event.on_hand for event in published(StockUpdated)] == [7]
    assert ledger_drift() == []


def test_the_same_file_again_changes_nothing(tea, stock_file):
    StockFactory(sku="stock-of-tea", on_hand=5)
    file = stock_file(row(current="5", new="7"))
    run("import_stock", file)

    said = run("import_stock", file)

    assert said == ["0 places have other numbers, 1 stay as they are. 0 errors."]
    assert on_hand() == {"stock-of-tea": 7}


def test_a_place_that_moved_meanwhile_is_not_overwritten(tea, stock_file):
    StockFactory(sku="stock-of-tea", on_hand=5)
    adjust_stock(sku="stock-of-tea", warehouse="MAIN", delta=-1, reason="lost")

    told, said = run("import_stock", stock_file(row(current="5", new="7")))

    assert told.startswith("error: line 2, On hand (new): stock-of-tea in MAIN has 4 units on hand")
    assert said.endswith("1 errors.")
    assert on_hand() == {"stock-of-tea": 4}


def test_a_shop_that_moves_in_begins_with_what_its_file_says(tea, stock_file):
    said = run("import_stock", stock_file(row(current="5")), "--open-warehouses")

    assert said == ["1 places have other numbers, 0 stay as they are. 0 errors."]
    assert on_hand() == {"stock-of-tea": 5}
    assert Warehouse.objects.get().name == "MAIN"


def test_who_only_tries_changes_nothing(tea, stock_file):
    said = run("import_stock", stock_file(row(current="5")), "--open-warehouses", "--dry-run")

    assert said == ["1 places would have other numbers, 0 stay as they are. 0 errors."]
    assert not Stock.objects.exists()
    assert not Warehouse.objects.exists()
    assert not Movement.objects.exists()


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        (row(sku="", current="5"), "SKU: The cell is empty"),
        (row(warehouse="", current="5"), "Location: The cell is empty"),
        (row(sku="COFFEE", current="5"), "SKU: The catalogue has no COFFEE."),
        (row(warehouse="MOON", current="5"), "Location: There is no warehouse MOON."),
        (row(current="-8"), "On hand (current): There cannot be -8 units"),
        (row(current="5", new="many"), "On hand (new): 'many' is no number of units"),
        (row(current="5.5"), "On hand (current): '5.5' is no number of units"),
        (row(current="\u0665"), "is no number of units"),
        (row(current="1000001"), "between 1 and 1,000,000"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(tea, stock_file, cells, complaint):
    WarehouseFactory(code="MAIN")
    VariantFactory(product=tea.product, sku="TEA-S", stock_code="small", option_values=["Small"])

    told, said = run("import_stock", stock_file(cells, row(sku="TEA-S", current="3")))

    assert told.startswith("error: line 2, ")
    assert complaint in told
    assert said == "1 places have other numbers, 0 stay as they are. 1 errors."
    assert on_hand().get("small") == 3
    assert not on_hand().get("stock-of-tea")


def test_a_place_that_stands_there_twice_counts_once(tea, stock_file):
    WarehouseFactory(code="MAIN")

    told, _ = run("import_stock", stock_file(row(current="5"), row(current="6")))

    assert told == "error: line 3, SKU: TEA-L is on line 2 already."
    assert on_hand() == {"stock-of-tea": 5}


def test_promised_units_are_not_counted_away(tea, stock_file):
    stock = StockFactory(sku="stock-of-tea", on_hand=5)
    Stock.objects.filter(pk=stock.pk).update(reserved=3)

    told, _ = run("import_stock", stock_file(row(current="5", new="2")))

    assert "5 units, 3 of them promised to orders" in told
    assert on_hand() == {"stock-of-tea": 5}


def test_a_row_with_too_few_cells_is_named(tea, stock_file):
    path = stock_file()
    path.write_text(path.read_text() + "a,b\n")

    told, _ = run("import_stock", path)

    assert told == f"error: line 2: The row has 2 cells, the header has {len(HEADER)}."


def test_a_row_that_is_no_text_is_named_and_the_others_are_kept(tea, stock_file):
    WarehouseFactory(code="MAIN")
    path = stock_file(row(sku="TEA-\u00e4", current="1"), row(current="5"))
    path.write_bytes(path.read_bytes().replace("\u00e4".encode(), b"\xe4"))

    told, said = run("import_stock", path)

    assert told == "error: line 2, SKU: The cell is no UTF-8 text: save the file as UTF-8."
    assert said == "1 places have other numbers, 0 stay as they are. 1 errors."


def test_another_file_is_refused_before_anything_happens(tmp_path):
    path = tmp_path / "products.csv"
    path.write_text("Handle,Title\ntea,Tea\n")

    with pytest.raises(CommandError, match="no inventory file of Shopify: it has no column SKU"):
        run("import_stock", path)


def test_a_program_gets_one_object_a_line(tea, stock_file):
    WarehouseFactory(code="MAIN")

    told, said = run("import_stock", stock_file(row(current="-8")), "--json")

    assert json.loads(told)["column"] == CURRENT
    assert json.loads(said) == {"changed": 0, "unchanged": 0, "errors": 1}


def test_the_inventory_of_a_real_shop_comes_in(shared_data, tmp_path):
    """The first of its 17,671 rows: among them are counts below zero, and SKUs that are twice."""
    whole = gzip.decompress((shared_data / "alasdairhurst__inventory.csv.gz").read_bytes())
    lines = whole.splitlines(keepends=True)[: ROWS_OF_THE_REAL_SHOP + 1]
    path = tmp_path / "stock.csv.gz"
    path.write_bytes(gzip.compress(b"".join(lines)))
    rows = list(csv.DictReader(b"".join(lines).decode().splitlines()))
    goods = {it[SKU]: int(it[CURRENT]) for it in reversed(rows)}
    product = ProductFactory(handle="everything", option_names=["Size"])
    Variant.objects.bulk_create(
        [
            VariantFactory.build(product=product, sku=sku, stock_code=sku, option_values=[sku])
            for sku in goods
        ],
        batch_size=1000,
    )

    *told, said = run("import_stock", path, "--open-warehouses")

    negative = sum(int(it[CURRENT]) < 0 for it in rows)
    good = {sku: units for sku, units in goods.items() if units >= 0}
    assert sum("There cannot be" in it for it in told) == negative
    assert sum("already" in it for it in told) == len(told) - negative
    begun = sum(units > 0 for units in good.values())
    assert said.startswith(f"{begun} places have other numbers")
    assert sum(on_hand().values()) == sum(good.values())
