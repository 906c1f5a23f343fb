"""A supplier's own file becomes his catalogue; what is wrong with it is told line by line."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.suppliers.models import CatalogueItem
from shop.kernel.errors import InvalidInput
from shop.operations.supplier_files.formats import format_of, formats
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.suppliers import CatalogueItemFactory, SupplierFactory

pytestmark = pytest.mark.django_db

BLITZ = ("Title", "Sku", "Type", "TradePrice", "InStock")


def run(*arguments):
    said = StringIO()
    call_command(*map(str, arguments), stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture(autouse=True)
def blitz():
    return SupplierFactory(code="blitz", currency="GBP")


@pytest.fixture
def feed(tmp_path):
    """`feed(row, ...)`: a file in the format of Blitz; returns its path."""

    def write(*rows, header=BLITZ):
        path = tmp_path / "feed.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            sheet = csv.writer(file)
            sheet.writerow(header)
            sheet.writerows(rows)
        return path

    return write


def gloves(sku="G-1", cost="12.50", stock="True", title="Gloves", kind="Child"):
    return (title, sku, kind, cost, stock)


def catalogue():
    return {
        item.code: (item.sku, item.title, item.cost, item.said_in_stock)
        for item in CatalogueItem.objects.all()
    }


def test_what_a_supplier_sells_costs_and_has(feed):
    said = run("import_supplier_feed", "blitz", feed(gloves(), gloves("G-2", stock="False")))

    assert said == ["2 articles are new, 0 are changed, 0 stay as they are. 0 errors."]
    assert catalogue() == {
        "G-1": ("G-1", "Gloves", Decimal("12.5"), "1+"),
        "G-2": ("G-2", "Gloves", Decimal("12.5"), "0"),
    }
    assert not CatalogueItem.objects.filter(is_preferred=True).exists()


def test_the_same_file_again_changes_nothing(feed):
    file = feed(gloves())
    run("import_supplier_feed", "blitz", file)

    said = run("import_supplier_feed", "blitz", file)

    assert said == ["0 articles are new, 0 are changed, 1 stay as they are. 0 errors."]


def test_what_the_file_does_not_say_stays_as_it_is(feed, blitz):
    CatalogueItemFactory(
        supplier=blitz, code="G-1", sku="G-1", pack_size=6, order_up_to=20, is_preferred=True
    )

    said = run("import_supplier_feed", "blitz", feed(gloves(cost="13.00")))

    item = CatalogueItem.objects.get()
    assert said == ["0 articles are new, 1 are changed, 0 stay as they are. 0 errors."]
    assert (item.cost, item.pack_size, item.order_up_to) == (Decimal(13), 6, 20)
    assert item.is_preferred


def test_cents_may_be_written_without_a_nought(feed):
    run("import_supplier_feed", "blitz", feed(gloves(cost=".42")))

    assert catalogue()["G-1"][2] == Decimal("0.42")


def test_who_only_tries_changes_nothing(feed):
    said = run("import_supplier_feed", "blitz", feed(gloves()), "--dry-run")

    assert said == ["1 articles would be new, 0 would be changed, 0 stay as they are. 0 errors."]
    assert catalogue() == {}


def test_articles_are_called_as_stock_is_called(feed):
    VariantFactory(product=ProductFactory(), sku="G-1", stock_code="gloves-black")

    run("import_supplier_feed", "blitz", feed(gloves()))

    assert catalogue()["G-1"][0] == "gloves-black"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (gloves(sku=""), "line 2, Sku: The cell is empty."),
        (gloves(cost="free"), "line 2, TradePrice: 'free' is no amount, like 12.50."),
        (gloves(cost="-1"), "line 2: -1 GBP is no amount from 0"),
        (gloves(cost="1.234"), "line 2: 1.234 GBP is no amount"),
        (gloves(cost=""), "line 2: G-1 is new, and has no cost"),
        (gloves(stock="many"), "line 2, InStock: 'many' is no number of units, like 12 or 5+."),
        (gloves(stock="-3"), "line 2: A supplier cannot have -3 units."),
        (gloves(title="x" * 301), "line 2: That is more than 300 printable characters."),
        (("a", "b"), "line 2: The row has 2 cells, the header has 5."),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(feed, row, complaint):
    told, said = run("import_supplier_feed", "blitz", feed(row, gloves("G-9")))

    assert told.startswith(f"error: {complaint}")
    assert said == "1 articles are new, 0 are changed, 0 stay as they are. 1 errors."
    assert set(catalogue()) == {"G-9"}


def test_an_article_that_stands_there_twice_counts_once(feed):
    told, _ = run("import_supplier_feed", "blitz", feed(gloves(), gloves(cost="1")))

    assert told == "error: line 3: G-1 is on line 2 already."
    assert catalogue()["G-1"][2] == Decimal("12.5")


def test_a_sku_that_is_sold_under_another_code_is_refused(feed, blitz):
    CatalogueItemFactory(supplier=blitz, code="OLD-1", sku="G-1")
    CatalogueItemFactory(supplier=blitz, code="G-2", sku="OTHER")

    told = run("import_supplier_feed", "blitz", feed(gloves(), gloves("G-2")))

    assert told[0] == "error: line 2: G-1 is sold as OLD-1 already: one code for a SKU."
    assert told[1].startswith("error: line 3: G-2 is OTHER here, not G-2")


def test_a_price_that_is_missing_leaves_the_known_one(feed, blitz):
    CatalogueItemFactory(supplier=blitz, code="G-1", sku="G-1", title="Gloves", cost=3)

    run("import_supplier_feed", "blitz", feed(gloves(cost="", stock="False")))

    assert catalogue()["G-1"] == ("G-1", "Gloves", Decimal(3), "0")


def test_a_file_that_nobody_has_described_is_refused(feed):
    with pytest.raises(CommandError, match=r"no supplier's file that is known \(Tradewind, Blitz"):
        run("import_supplier_feed", "blitz", feed(header=("Title", "Price")))


def test_a_supplier_that_nobody_knows_is_refused(feed):
    with pytest.raises(CommandError, match="There is no supplier mill"):
        run("import_supplier_feed", "mill", feed(gloves()))
    with pytest.raises(CommandError, match="There is no supplier mill"):
        run("export_supplier_catalogue", "mill", "-")


def test_every_format_is_found_by_its_own_columns():
    for known in formats():
        assert format_of(sorted(known.columns())) == known
    with pytest.raises(InvalidInput):
        format_of([])


def test_what_went_out_changes_nothing_when_it_comes_back(blitz, tmp_path):
    CatalogueItemFactory(
        supplier=blitz, code="G, 1", sku="G-1", title='"Gloves"', pack_size=6, order_up_to=20
    )
    CatalogueItemFactory(supplier=SupplierFactory(code="mill"), code="M-1")
    out = tmp_path / "out.csv"
    run("export_supplier_catalogue", "blitz", out)

    said = run("import_supplier_feed", "blitz", out)

    assert said == ["0 articles are new, 0 are changed, 1 stay as they are. 0 errors."]
    (row,) = csv.DictReader(out.read_text().splitlines())
    assert (row["Code"], row["SKU"], row["Pack size"], row["Currency"]) == (
        *("G, 1", "G-1", "6"),
        "GBP",
    )

    CatalogueItem.objects.all().delete()
    assert run("import_supplier_feed", "blitz", out) == [
        "1 articles are new, 0 are changed, 0 stay as they are. 0 errors."
    ]
    assert CatalogueItem.objects.get().order_up_to == 20


@pytest.mark.parametrize(
    ("file", "new", "errors"),
    [("blitz_blitz", 1482, 0), ("tuf_product", 680, 0), ("tuf_inventory", 664, 16)],
)
def test_real_files_of_suppliers(shared_feeds, tmp_path, file, new, errors):
    feed, out = shared_feeds / f"alasdairhurst__{file}.csv.gz", tmp_path / "out.csv"
    unchanged = f"0 articles are new, 0 are changed, {new} stay as they are."

    *told, said = run("import_supplier_feed", "blitz", feed)

    assert said == f"{new} articles are new, 0 are changed, 0 stay as they are. {errors} errors."
    assert len(told) == errors
    assert all("is new, and has no cost: say what one unit costs" in line for line in told)
    assert run("import_supplier_feed", "blitz", feed)[-1] == f"{unchanged} {errors} errors."
    run("export_supplier_catalogue", "blitz", out)
    assert run("import_supplier_feed", "blitz", out) == [f"{unchanged} 0 errors."]


def test_one_supplier_tells_of_the_same_articles_in_two_files(shared_feeds):
    feeds = [shared_feeds / f"alasdairhurst__tuf_{it}.csv.gz" for it in ("product", "inventory")]
    run("import_supplier_feed", "blitz", feeds[0])

    *told, said = run("import_supplier_feed", "blitz", feeds[1])

    assert said == "23 articles are new, 2 are changed, 641 stay as they are. 14 errors."
    assert len(told) == 14
    assert CatalogueItem.objects.filter(in_stock=5, in_stock_or_more=True).count() == 289
