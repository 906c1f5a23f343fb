import pytest

from apps.catalog.rules.drafts import ImageDraft
from shop.kernel.findings import error, note
from tests.apps.catalog.files import more, product_file, read, shirt


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ("", '"" is no amount: write digits and a point, like 1299.50.'),
        ("1,299.00", '"1,299.00" is no amount: write digits and a point, like 1299.50.'),
        ("€20", '"€20" is no amount: write digits and a point, like 1299.50.'),
        ("1e3", '"1e3" is no amount: write digits and a point, like 1299.50.'),
        ("0.00", "A price lies above 0 and below 100000000."),
        ("-5", "A price lies above 0 and below 100000000."),
        ("9.999", "9.999 has more decimals than EUR knows."),
    ],
)
def test_a_row_without_a_good_price_is_left_out_and_the_rest_is_kept(price, reason):
    lines = product_file(
        shirt(), more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price=price)
    )

    (block,), findings = read(lines)

    assert [variant.sku for variant in block.draft.variants] == ["SHIRT-M"]
    assert findings == [error(3, "Variant Price", reason)]


def test_an_amount_has_the_decimals_of_its_currency():
    _, findings = read(product_file(shirt(Variant_Price="20.50")), currency="JPY")

    assert findings == [error(2, "Variant Price", "20.50 has more decimals than JPY knows.")]


@pytest.mark.parametrize("former", ["20.00", "19.99", "-1"])
def test_a_former_price_that_was_not_higher_is_not_shown(former):
    (block,), findings = read(product_file(shirt(Variant_Compare_At_Price=former)))

    assert block.draft.variants[0].compare_at_price is None
    assert findings == [
        note(
            2,
            "Variant Compare At Price",
            f"The former price {former} must lie above the price 20.00.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "barcode", "reasons"),
    [
        ("'5055915138381", "5055915138381", []),
        ("978-1-98765-432-1", "978-1-98765-432-1", []),
        ("does not apply", "does not apply", []),
        ("3.65275E+11", "", ["The barcode 3.65275E+11 has lost its last digits to a spreadsheet."]),
    ],
)
def test_barcodes_lose_their_apostrophe_and_nothing_else(text, barcode, reasons):
    (block,), findings = read(product_file(shirt(Variant_Barcode=text)))

    assert block.draft.variants[0].barcode == barcode
    assert [finding.reason for finding in findings] == reasons


def test_a_shared_sku_belongs_to_the_row_that_has_it_first():
    lines = product_file(
        shirt(),
        {"Handle": "scarf", "Title": "Scarf", "Variant SKU": "SHIRT-M", "Variant Price": "9"},
    )

    (_, scarf), findings = read(lines)

    assert scarf.draft.variants == ()
    assert findings == [
        error(3, "Variant SKU", "The SKU SHIRT-M is on line 2 already: give each its own.")
    ]


def test_rows_without_sku_are_told_apart_by_their_options():
    lines = product_file(
        shirt(Variant_SKU=""),
        more(Option1_Value="L", Variant_Price="20"),
        more(Option1_Value="M", Variant_Price="22"),
        {**shirt(Variant_SKU=""), "Handle": "scarf"},
    )

    (block, scarf), findings = read(lines)

    assert [v.option_values for v in block.draft.variants] == [("M",), ("L",)]
    assert len(scarf.draft.variants) == 1
    assert findings == [
        error(4, "Option1 Value", "Line 2 has these options already, and neither has a SKU.")
    ]


def test_variants_with_the_same_options_and_other_skus_are_kept_with_a_note():
    lines = product_file(
        shirt(), more(Option1_Value="M", Variant_SKU="SHIRT-M2", Variant_Price="20")
    )

    (block,), findings = read(lines)

    assert len(block.draft.variants) == 2
    assert [(f.line, f.severity) for f in findings] == [(3, "note")]


def test_an_image_is_taken_once_and_a_space_in_its_address_is_mended():
    lines = product_file(
        shirt(Image_Src="http://a.example/my shirt.jpg ", Image_Position="first"),
        more(Image_Src="http://a.example/my%20shirt.jpg"),
        more(Image_Src="shirt.jpg"),
    )

    (block,), findings = read(lines)

    assert block.draft.images == (ImageDraft(address="http://a.example/my%20shirt.jpg"),)
    assert [(f.line, f.column) for f in findings] == [
        (2, "Image Src"),
        (2, "Image Position"),
        (4, "Image Src"),
    ]


def test_negative_quantities_and_weights_are_noted():
    lines = product_file(shirt(Variant_Inventory_Qty="-7", Variant_Grams="-1"))

    (block,), findings = read(lines)

    assert block.draft.variants[0].weight_grams is None
    assert [(f.column, f.severity) for f in findings] == [
        ("Variant Inventory Qty", "note"),
        ("Variant Grams", "note"),
    ]


def test_a_weight_below_half_a_gram_is_noted():
    (block,), (finding,) = read(product_file(shirt(Variant_Grams="0.144")))

    assert block.draft.variants[0].weight_grams == 0
    assert finding == note(2, "Variant Grams", "Less than half a gram is taken as 0.")


@pytest.mark.parametrize(
    ("status", "published", "state"),
    [
        ("active", "TRUE", "published"),
        ("Active", "", "published"),
        ("active", "false", "draft"),
        ("draft", "true", "draft"),
        ("archived", "true", "withdrawn"),
        ("", "true", "published"),
        ("", "FALSE", "draft"),
        ("", "", ""),
        ("unlisted", "true", "draft"),
        ("active", "perhaps", "draft"),
    ],
)
def test_the_state_follows_from_status_and_published(status, published, state):
    (block,), findings = read(product_file(shirt(Status=status, Published=published)))

    assert block.state == state
    assert len(findings) == (status == "unlisted" or published == "perhaps")
