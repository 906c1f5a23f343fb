import pytest

from shop.kernel.errors import InvalidInput
from shop.kernel.findings import error
from shop.kernel.tables import LONGEST_CELL
from tests.apps.catalog.files import product_file, read, shirt


def test_words_that_are_repeated_otherwise_are_noted():
    lines = product_file(
        shirt(), shirt(Variant_SKU="SHIRT-L", Option1_Value="L", Title="Shirt, long", Vendor="Loom")
    )

    (block,), findings = read(lines)

    assert (block.draft.title, block.draft.brand) == ("Shirt", "Loom")
    assert [(f.line, f.column) for f in findings] == [(3, "Title"), (3, "Vendor")]


def test_a_row_of_another_length_is_left_out():
    lines = ["Handle,Title,Price\n", "shirt,Shirt\n", "scarf,Scarf,5,6\n", "hat,Hat,7\n"]

    blocks, findings = read(lines)

    assert [block.draft.handle for block in blocks] == ["hat"]
    assert findings == [
        error(2, "", "The row has 2 cells, the header has 3."),
        error(3, "", "The row has 4 cells, the header has 3."),
    ]


@pytest.mark.parametrize("bad", ["\udce9", "\x00"])
def test_a_row_that_is_no_text_is_left_out(bad):
    lines = product_file(shirt(Vendor=f"Caf{bad}"), {**shirt(Variant_SKU="S"), "Handle": "scarf"})

    blocks, findings = read(lines)

    assert [block.draft.handle for block in blocks] == ["scarf"]
    assert findings == [error(2, "Vendor", "The cell is no UTF-8 text: save the file as UTF-8.")]


def test_a_missing_quotation_mark_costs_a_part_of_the_file_and_no_more():
    filler = "x" * 1000 + "\n"
    lines = [
        "Handle,Title,Price\n",
        'shirt,"Shirt,20\n',
        *[filler] * (LONGEST_CELL // 1000 + 1),
        "hat,Hat,7\n",
    ]

    blocks, findings = read(lines)

    assert [block.draft.handle for block in blocks] == ["hat"]
    assert findings[0].line == 2
    assert "a closing quotation mark is missing" in findings[0].reason


@pytest.mark.parametrize("handle", ["", " "])
def test_a_row_without_a_handle_is_left_out(handle):
    _, findings = read(product_file(shirt(Handle=handle)))

    assert findings == [error(2, "Handle", "The row has no handle.")]


def test_a_handle_that_cannot_be_an_address_leaves_its_product_out():
    blocks, (finding,) = read(product_file(shirt(Handle="a/b")))

    assert blocks == []
    assert (finding.line, finding.column, finding.severity) == (2, "Handle", "error")


@pytest.mark.parametrize("lines", [[], ["\n"], ["Title,Price\n"], ["Handle;Title;Price\n"]])
def test_a_file_without_handles_is_no_product_file(lines):
    with pytest.raises(InvalidInput, match="no column"):
        read(lines)
