from decimal import Decimal

from apps.catalog.rules.drafts import ImageDraft, VariantDraft
from apps.catalog.rules.shopify.blocks import LONGEST_RUN
from shop.kernel.findings import error
from tests.apps.catalog.files import more, product_file, read, shirt


def test_rows_of_one_handle_are_one_product():
    lines = product_file(
        shirt(Image_Src="https://a.example/1.jpg", Tags="red, cotton", Vendor="Loom"),
        more(Option1_Value="L", Variant_SKU="SHIRT-L", Variant_Price="21.5"),
        more(Image_Src="https://a.example/2.jpg", Image_Alt_Text="Back", Image_Position="2"),
    )

    (block,), findings = read(lines)

    assert findings == []
    assert (block.line, block.lines, block.state, block.comes_back) == (
        2,
        (2, 3),
        "published",
        False,
    )
    assert (block.draft.title, block.draft.brand, block.draft.tags) == (
        "Shirt",
        "Loom",
        ("red", "cotton"),
    )
    assert block.draft.option_names == ("Size",)
    assert block.draft.variants == (
        VariantDraft(sku="SHIRT-M", option_values=("M",), price=Decimal("20.00")),
        VariantDraft(sku="SHIRT-L", option_values=("L",), price=Decimal("21.50")),
    )
    assert block.draft.images == (
        ImageDraft(address="https://a.example/1.jpg"),
        ImageDraft(address="https://a.example/2.jpg", alt="Back", position=2),
    )


def test_columns_are_known_by_all_their_names_in_any_case():
    lines = (
        "TITLE,url handle,Body,Published on online store,sku,Compare-at price,PRICE,Variant Grams,"
        "Product image URL,Colour (product.metafields.x)\n"
        "Shirt,shirt,<p>Soft</p>,TRUE,SHIRT,25,20,145.4,https://a.example/1.jpg,red\n"
    ).splitlines(keepends=True)

    (block,), findings = read(lines)

    assert findings == []
    assert (block.draft.description, block.state) == ("<p>Soft</p>", "published")
    assert block.draft.variants == (
        VariantDraft(
            sku="SHIRT", price=Decimal(20), compare_at_price=Decimal(25), weight_grams=145
        ),
    )


def test_a_product_in_one_form_has_no_options():
    lines = product_file(shirt(Option1_Name="Title", Option1_Value="Default Title"))

    (block,), _ = read(lines)

    assert (block.draft.option_names, block.draft.variants[0].option_values) == ((), ())


def test_an_option_value_without_a_name_gets_one():
    lines = product_file(shirt(Option2_Value="Red"), more(Variant_Price="5", Variant_SKU="X"))

    (block,), _ = read(lines)

    assert block.draft.option_names == ("Size", "Option 2")
    assert [v.option_values for v in block.draft.variants] == [("M", "Red"), ("", "")]


def test_a_handle_that_comes_back_adds_to_its_product():
    lines = product_file(
        shirt(),
        {"Handle": "scarf", "Title": "Scarf", "Variant Price": "9"},
        shirt(Option1_Value="L", Variant_SKU="SHIRT-L", Title="Other words"),
    )

    blocks, findings = read(lines)

    assert [(b.draft.handle, b.comes_back, b.state) for b in blocks] == [
        ("shirt", False, "published"),
        ("scarf", False, ""),
        ("shirt", True, ""),
    ]
    assert [(f.line, f.column, f.severity) for f in findings] == [(4, "Title", "note")]
    assert "Line 2 has described this product" in findings[0].reason


def test_a_very_long_product_is_read_in_parts():
    rows = [
        more(Option1_Value=str(n), Variant_SKU=f"S-{n}", Variant_Price="1")
        for n in range(LONGEST_RUN)
    ]

    blocks, findings = read(product_file(shirt(), *rows))

    assert [(len(b.lines), b.comes_back) for b in blocks] == [(LONGEST_RUN, False), (1, True)]
    assert findings == []


def test_lines_are_counted_as_an_editor_shows_them():
    lines = [
        "Handle,Title,Body (HTML),Variant Price\n",
        'shirt,Shirt,"two\n',
        'lines",20\n',
        "\n",
        "scarf,Scarf,,free\n",
    ]

    _, findings = read(lines)

    assert findings == [
        error(5, "Variant Price", '"free" is no amount: write digits and a point, like 1299.50.')
    ]
