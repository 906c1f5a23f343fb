import gzip
import io
import json

import pytest
from django.core.management import CommandError, call_command

from apps.catalog.models import Product
from tests.apps.catalog.files import more, product_file, shirt

pytestmark = pytest.mark.django_db


@pytest.fixture
def shirts(tmp_path):
    """A file with two good rows and a bad one."""
    lines = product_file(
        shirt(Vendor="Café"),
        more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="21"),
        more(Option1_Value="XL", Variant_Price="free"),
    )
    path = tmp_path / "shirts.csv"
    path.write_bytes("".join(lines).encode("utf-8-sig"))
    return path


def run(*arguments):
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


SUMMARY = (
    "1 products were created, 0 changed, 0 left as they are;"
    " 2 variants and 0 images are new. 1 errors, 0 notes."
)


def test_an_import_tells_what_is_wrong_and_sums_up(shirts):
    told = run("import_products", shirts)

    problem, summary = told
    assert problem.startswith('error: line 4, Variant Price: "free" is no amount: write digits')
    assert summary == SUMMARY
    assert Product.objects.get().brand == "Café"


def test_a_zipped_file_is_read_as_it_is(shirts, tmp_path):
    zipped = tmp_path / "shirts.csv.gz"
    zipped.write_bytes(gzip.compress(shirts.read_bytes()))

    told = run("import_products", zipped)

    assert told[-1] == SUMMARY


def test_a_dry_run_tells_the_same_and_writes_nothing(shirts):
    told = run("import_products", shirts, "--dry-run")

    assert told[-1] == SUMMARY.replace("were", "would be")
    assert not Product.objects.exists()


def test_programs_read_one_object_a_line(shirts):
    problem, summary = map(json.loads, run("import_products", shirts, "--json"))

    assert (problem["line"], problem["column"], problem["severity"]) == (
        4,
        "Variant Price",
        "error",
    )
    assert (summary["products_created"], summary["variants_created"], summary["errors"]) == (
        1,
        2,
        1,
    )


def test_a_file_in_another_encoding_loses_only_the_rows_that_need_it(tmp_path):
    lines = product_file(
        shirt(Vendor="Café"), {**shirt(Variant_SKU="H", Title="Hat"), "Handle": "hat"}
    )
    path = tmp_path / "latin.csv"
    path.write_bytes("".join(lines).encode("latin-1"))

    told = run("import_products", path)

    assert told[0] == "error: line 2, Vendor: The cell is no UTF-8 text: save the file as UTF-8."
    assert Product.objects.get().handle == "hat"


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_products", tmp_path / "nothing.csv")


def test_a_file_of_something_else_is_said_so(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("Name,Email\n#1001,a@example.com\n")

    with pytest.raises(CommandError, match='no column "Handle"'):
        run("import_products", path)


def test_a_zipped_file_that_is_cut_off_keeps_what_came_before(shirts, tmp_path):
    whole = gzip.compress(shirts.read_bytes())
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[:-20])

    with pytest.raises(CommandError, match="import the whole file again"):
        run("import_products", path)


def test_export_import_export_gives_identical_bytes(shirts, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    run("import_products", shirts)
    run("export_products", first)
    Product.objects.all().delete()

    run("import_products", first)
    run("export_products", second)

    assert second.read_bytes() == first.read_bytes()
    assert first.read_bytes().startswith(b"Title,URL handle,Description,Vendor,Product category,")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "first.csv",
        "second.csv",
        "shirts.csv",
    ]


def test_an_export_goes_to_the_standard_output_as_the_same_bytes(shirts, tmp_path, capfdbinary):
    run("import_products", shirts)
    run("export_products", tmp_path / "file.csv")

    run("export_products", "-")

    assert capfdbinary.readouterr().out == (tmp_path / "file.csv").read_bytes()


def test_an_export_that_cannot_be_written_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("export_products", tmp_path / "nowhere" / "file.csv")
