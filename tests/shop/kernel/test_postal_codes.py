import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from shop.kernel.errors import InvalidInput
from shop.kernel.postal_codes import confirm_postal_code, mistake_in_postal_code

# Of India one of each postal zone, as India Post publishes them.
REAL = {
    "AT": "1010 3741",
    "BE": "4000 1000",
    "BG": "1000 1700",
    "CH": "2544 1211",
    "CY": "2008 3304",
    "CZ": "100_00 25166",
    "DE": "26133 01067",
    "DK": "8660 1566",
    "EE": "69501 11212",
    "ES": "28039 35001",
    "FI": "00550 00011",
    "FR": "33380 97100",
    "GB": "EC1Y_8SY M2_5BQ gir0aa W1A-4ZZ BFPO_12 BT1_5GS",
    "GR": "151_24 63086",
    "HR": "10000 21001",
    "HU": "1037 2380",
    "IE": "A65_F4E2 D6W_X008 D02AF30",
    "IN": "110034 201301 302001 403001 560_001 695001 700001 800001 900056",
    "IT": "00144 47037",
    "LT": "04340 LT-03500",
    "LU": "4750 2998",
    "LV": "LV-1073 1000",
    "MT": "NXR_01 BZN_1130",
    "NL": "1234_AB 2490aa",
    "NO": "0025 6631",
    "PL": "00-950 05470",
    "PT": "2725-079 9000-082",
    "RO": "060274 200716",
    "SE": "11455 123_45",
    "SI": "4000 2500",
    "SK": "010_01 97248",
    "US": "95014 22162-1010",
}


@pytest.fixture
def postal_data() -> Path:
    """The folder of real codes that lies beside the project; without it the test is left out."""
    folder = Path(__file__).resolve().parents[4] / "shared" / "data" / "postal"
    if not folder.is_dir():
        pytest.skip(f"Needs the real postal codes in {folder}, which are not here.")
    return folder


def load(path: Path) -> Any:
    with gzip.open(path) as file:
        return json.load(file)


@pytest.mark.parametrize(
    ("country", "code"),
    [
        (country, code.replace("_", " "))
        for country, codes in REAL.items()
        for code in codes.split()
    ],
)
def test_codes_as_people_write_them_are_taken(country, code):
    confirm_postal_code(code, country=country)


@pytest.mark.parametrize("country", REAL)
@pytest.mark.parametrize(
    "code", ["", "12", "1234567890", "ABCDE", "X-1", "\u0661\u0660\u0661\u0667", "10117\n"]
)
def test_what_no_post_would_write_is_refused_for_each_country(country, code):
    with pytest.raises(InvalidInput, match="A postal code of "):
        confirm_postal_code(code, country=country)


@pytest.mark.parametrize(
    ("country", "code", "sentence"),
    [
        ("DE", "2045", "A postal code of Germany has five digits, like 20457."),
        ("DE", "D-20457", "A postal code of Germany has five digits, like 20457."),
        ("NL", "0123 AB", "A postal code of the Netherlands has four digits and two letters, like"),
        ("NL", "1234 SS", "A postal code of the Netherlands has four digits and two letters, like"),
        (
            "IN",
            "034001",
            "A postal code of India is a PIN of six digits that does not begin with 0",
        ),
        ("IE", "B65 F4E2", "A postal code of Ireland is an Eircode of three and four signs, like"),
    ],
)
def test_the_sentence_says_how_codes_of_the_country_look(country, code, sentence):
    assert mistake_in_postal_code(code, country=country).startswith(sentence)


def test_every_code_of_a_country_that_nobody_has_written_down_is_taken():
    assert mistake_in_postal_code("100-0001", country="JP") == ""


def test_every_code_that_the_post_of_india_has_given_is_taken(postal_data):
    codes = [code for path in postal_data.glob("india_*.json.gz") for code in load(path)]

    assert len(codes) > 2_000
    assert [code for code in codes if mistake_in_postal_code(code, country="IN")] == []
