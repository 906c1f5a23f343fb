from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from apps.orders.models import TaxRate
from apps.orders.queries import delivery_countries
from apps.orders.queries.prices import Destination, asked_prices
from apps.orders.services import (
    TaxPeriod,
    TaxRule,
    WantedLine,
    load_tax_file,
    load_tax_rules,
    set_tax_rate,
)
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from tests.factories.orders import OfferFactory, TaxRateFactory

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def rate_of(tax_class: str, country: str, postal_code: str = "", at: datetime | None = None) -> str:
    sku = OfferFactory(tax_class=tax_class).sku
    with clock.travelled_to(at or datetime(2026, 7, 1, tzinfo=UTC)):
        prices = asked_prices(
            [WantedLine(sku, 1)], Destination(country=country, postal_code=postal_code)
        )
    return f"{prices.lines[0].tax_rate.normalize():f}"


@pytest.mark.parametrize(
    ("tax_class", "country", "postal_code", "rate"),
    [
        ("standard", "DE", "20095", "0.19"),
        ("books", "DE", "20095", "0.07"),
        ("reduced", "FI", "00100", "0.135"),
        ("standard", "FI", "00100", "0.255"),
        ("standard", "ES", "28001", "0.21"),
        ("standard", "ES", "35001", "0"),
        ("books", "ES", "38900", "0"),
        ("standard", "ES", "135001", "0.21"),
        ("standard", "PT", "9000-018", "0.22"),
        ("standard", "AT", "6991", "0.19"),
        ("reduced", "AT", "6991", "0.1"),
        ("standard", "US", "10001", "0"),
        ("zero", "SE", "11120", "0"),
    ],
)
def test_the_taxes_that_come_with_the_shop(db, tax_class, country, postal_code, rate):
    load_tax_file()

    assert rate_of(tax_class, country, postal_code) == rate


@pytest.mark.parametrize(
    ("at", "rate"), [("2020-06-30", "0.19"), ("2020-07-01", "0.16"), ("2021-01-01", "0.19")]
)
def test_a_rate_is_that_of_its_time(db, at, rate):
    load_tax_file()

    assert rate_of("standard", "DE", at=datetime.fromisoformat(at).replace(tzinfo=UTC)) == rate


def test_loading_again_changes_nothing(db, capsys):
    call_command("load_taxes")
    before = sorted(TaxRate.objects.values_list())

    call_command("load_taxes")

    assert capsys.readouterr().out.splitlines()[-1] == "0 tax rules say something new."
    assert sorted(TaxRate.objects.values_list()) == before


def test_a_new_rate_follows_the_old_one_and_leaves_it_for_old_orders(db):
    old = set_tax_rate(country="DE", tax_class="books", rate=Decimal("0.19"))

    new = set_tax_rate(country="DE", tax_class="books", rate=Decimal("0.07"))
    same = set_tax_rate(country="DE", tax_class="books", rate=Decimal("0.07"))

    old.refresh_from_db()
    assert (old.rate, new.rate, same.pk) == (Decimal("0.19"), Decimal("0.07"), new.pk)
    assert old.valid_during.upper == new.valid_during.lower
    assert delivery_countries() == ["DE"]


def test_a_rate_of_the_future_waits_and_may_be_taken_back(db):
    rule = TaxRule("DE", "standard")
    now, then = TaxPeriod(None, Decimal("0.19")), TaxPeriod(NEW_YEAR, Decimal("0.20"))

    assert load_tax_rules({rule: [now, then]}) == 1
    assert load_tax_rules({rule: [then, now]}) == 0
    announced = rate_of("standard", "DE", at=NEW_YEAR)
    assert load_tax_rules({rule: [now]}) == 1

    assert announced == "0.2"
    assert rate_of("standard", "DE", at=NEW_YEAR) == "0.19"


@pytest.mark.parametrize("rate", [Decimal("-0.01"), Decimal(1), Decimal(19)])
def test_a_tax_rate_is_a_share(db, rate):
    with pytest.raises(InvalidInput, match=r"a share like 0\.19"):
        set_tax_rate(country="DE", tax_class="standard", rate=rate)


@pytest.mark.parametrize(
    "line", ["DE,standard,much,,,", "DE,standard", "DE,standard,19,soon,,", "DE,standard,1900,,,"]
)
def test_a_file_that_cannot_be_understood_changes_nothing(db, tmp_path: Path, line):
    file = tmp_path / "taxes.csv"
    head = "country,tax_class,percent,valid_from,postal_codes,area"
    file.write_text(f"# ours\n{head}\nFR,standard,20,,,\n{line}\n")

    with pytest.raises(CommandError, match=r"tax rate|share"):
        call_command("load_taxes", str(file))

    assert not TaxRate.objects.exists()


def test_the_database_refuses_two_rates_at_once(db):
    TaxRateFactory()

    with pytest.raises(IntegrityError, match="tax_rate_one_at_a_time"):
        TaxRateFactory()
