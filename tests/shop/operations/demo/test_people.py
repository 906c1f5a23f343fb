import re

from shop.operations.demo.people import people


def test_forty_customers_live_in_several_countries():
    assert len(people()) == 40
    assert len({person.country for person in people()}) >= 10


def test_nobody_shares_a_mail_address_or_a_telephone_number():
    assert len({person.email for person in people()}) == 40
    assert len({person.phone for person in people()}) == 40


def test_mail_can_reach_nobody():
    strangers = [p.email for p in people() if not re.fullmatch(r"[a-z.]+@example\.com", p.email)]

    assert strangers == []


def test_telephone_numbers_are_in_international_form():
    assert [p.phone for p in people() if not re.fullmatch(r"\+[1-9]\d{7,14}", p.phone)] == []


def test_postal_codes_have_the_form_of_their_country():
    forms = {
        "DE": r"\d{5}",
        "FR": r"\d{5}",
        "IT": r"\d{5}",
        "FI": r"\d{5}",
        "SE": r"\d{3} \d{2}",
        "CZ": r"\d{3} \d{2}",
        "IE": r"[A-Z]\d\d [A-Z0-9]{4}",
        "NL": r"\d{4} [A-Z]{2}",
        "AT": r"\d{4}",
        "BE": r"\d{4}",
        "DK": r"\d{4}",
        "PL": r"\d{2}-\d{3}",
        "PT": r"\d{4}-\d{3}",
    }

    strange = [p for p in people() if not re.fullmatch(forms[p.country], p.postal_code)]

    assert strange == []


def test_every_address_is_complete():
    assert [p for p in people() if not all((p.name, p.street, p.city))] == []
