from apps.catalog.rules.stock_codes import stock_code


def test_the_merchants_sku_is_the_stock_code():
    assert stock_code(sku="TEA-100", handle="tea", option_values=("100 g",)) == "TEA-100"


def test_without_a_sku_handle_and_options_make_a_readable_code():
    code = stock_code(sku="", handle="ocean-shirt", option_values=("Sky Blue", "XL"))

    assert code.startswith("ocean-shirt-sky-blue-xl-")
    assert code == stock_code(sku="", handle="ocean-shirt", option_values=("Sky Blue", "XL"))


def test_codes_differ_where_only_their_words_agree():
    codes = {
        stock_code(sku="", handle="shirt", option_values=values)
        for values in [(), ("",), ("red",), ("Red",), ("red!",), ("re", "d"), ("赤",), ("青",)]
    }

    assert len(codes) == 8


def test_a_code_is_never_longer_than_80_characters():
    code = stock_code(sku="", handle="h" * 200, option_values=("v" * 200,))

    assert len(code) == 80
