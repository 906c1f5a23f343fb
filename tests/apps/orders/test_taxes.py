from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from apps.orders.models import Order, OrderLine, TaxPolicy, TaxRate
from apps.orders.queries import (
    delivery_countries,
    taxes_that_do_not_add_up,
    totals_that_do_not_add_up,
)
from apps.orders.queries.prices import Destination, asked_prices
from apps.orders.rules import TaxPart
from apps.orders.services import (
    TaxPeriod,
    TaxRule,
    WantedLine,
    load_tax_file,
    load_tax_policies,
    load_tax_rules,
    place_order,
    set_tax_policy,
    set_tax_rate,
)
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import OfferFactory, ShippingRateFactory, TaxRateFactory

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
        ("standard", "US", "20001", "0"),
        ("standard", "US", "10001-2345", "0.08875"),
        ("reduced", "IN", "560001", "0.05"),
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


def test_the_parts_of_a_tax_are_kept_with_its_rate(db):
    load_tax_file()

    rate = TaxRate.objects.get(country="IN", tax_class="standard", area="Karnataka")

    assert rate.part_names == ["CGST", "SGST"]
    assert rate.part_rates == [Decimal("0.09"), Decimal("0.09")]


def test_a_rate_with_other_parts_follows_the_old_one(db):
    rule, rate = TaxRule("IN", "standard"), Decimal("0.18")
    halves = (TaxPart("CGST", Decimal("0.09")), TaxPart("SGST", Decimal("0.09")))

    changes = [
        load_tax_rules({rule: [TaxPeriod(None, rate, parts)]})
        for parts in ((), halves, halves, (TaxPart("IGST", rate),))
    ]

    assert changes == [1, 1, 0, 1]
    assert TaxRate.objects.get(valid_during__endswith=None).part_names == ["IGST"]


def test_parts_that_are_not_the_rate_are_refused(db):
    parts = (TaxPart("CGST", Decimal("0.09")), TaxPart("SGST", Decimal("0.08")))

    with pytest.raises(InvalidInput, match=r"0\.18 is not 0\.09 \+ 0\.08"):
        load_tax_rules({TaxRule("IN", "standard"): [TaxPeriod(None, Decimal("0.18"), parts)]})


@pytest.mark.parametrize(
    ("parts", "constraint"),
    [
        ({"part_names": ["a"], "part_rates": [Decimal("0.06")]}, "tax_rate_parts_add_up"),
        ({"part_names": [], "part_rates": [Decimal("0.07")]}, "tax_rate_parts_have_names"),
    ],
)
def test_the_database_refuses_parts_that_do_not_add_up(db, parts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        TaxRateFactory(rate=Decimal("0.07"), **parts)


def test_how_a_country_takes_tax_may_change(db):
    set_tax_policy(country="US", prices_include_tax=True, rounding="line")
    set_tax_policy(country="US", prices_include_tax=False, rounding="total")

    policy = TaxPolicy.objects.get()
    assert str(policy) == "US: on top, rounded by total"


@pytest.mark.parametrize(("country", "rounding"), [("us", "line"), ("US", "day")])
def test_a_tax_policy_that_cannot_be_is_refused(db, country, rounding):
    with pytest.raises(InvalidInput):
        set_tax_policy(country=country, prices_include_tax=True, rounding=rounding)


@pytest.mark.parametrize("line", ["US,maybe,line", "US,no,day", "us,no,line", "US,no"])
def test_policies_that_cannot_be_understood_change_nothing(db, tmp_path: Path, line):
    file = tmp_path / "policies.csv"
    file.write_text(f"country,prices_include_tax,rounding\nIN,yes,part\n{line}\n")

    with pytest.raises(InvalidInput):
        load_tax_policies(file)

    assert not TaxPolicy.objects.exists()


def test_tax_on_top_is_paid_and_kept_with_the_order(stocked):
    stocked("TEA-1", units=5, price="10.00", tax_class="standard")
    ShippingRateFactory(zone__is_default=True, amount=Decimal("5.00"))
    load_tax_file()
    load_tax_policies()
    new_york = replace(ADDRESS, country="US", postal_code="10001")

    placed = place_order(
        customer_id=new_id(), lines=[WantedLine("TEA-1", 2)], delivery_address=new_york
    )

    order, line = Order.objects.get(), OrderLine.objects.get()
    assert (order.total, order.shipping_total) == (Decimal("27.22"), Decimal("5.00"))
    assert (order.tax_total, order.tax_included, order.tax_rounding) == (
        Decimal("2.22"),
        False,
        "total",
    )
    assert (line.gross, line.tax_amount, line.worth) == tuple(
        map(Decimal, ("20.00", "1.78", "21.78"))
    )
    assert placed.order.total == order.total
    assert totals_that_do_not_add_up() == taxes_that_do_not_add_up() == []
