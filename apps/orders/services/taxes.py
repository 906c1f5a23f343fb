"""Which share of the price is tax. What was valid is never changed, only followed by another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import zip_longest

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from apps.orders.models import TaxPolicy, TaxRate
from apps.orders.rules import Rounding, TaxPart
from shop.kernel import clock
from shop.kernel.countries import confirm_country
from shop.kernel.errors import InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, order=True)
class TaxRule:
    """What is taxed: a class of goods in a country, or in the area of some of its postal codes.

    `postal_codes` is a regular expression for the whole code.
    """

    country: str
    tax_class: str
    postal_codes: str = ""
    area: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.country, self.tax_class, self.postal_codes


@dataclass(frozen=True)
class TaxPeriod:
    """A rate, a share of the net price, and since when it is valid; None is since ever.

    `parts` say who gets how much of it, where that is more than one.
    """

    since: datetime | None
    rate: Decimal
    parts: tuple[TaxPart, ...] = ()


@unit_of_work
def set_tax_rate(*, country: str, tax_class: str, rate: Decimal) -> TaxRate:
    """From now on the class of goods is taxed with this share of the net price in the country.

    Orders that were placed before keep their tax. Raises InvalidInput unless 0 <= rate < 1, and
    for what is no country.
    """
    load_tax_rules({TaxRule(country, tax_class): [TaxPeriod(None, rate)]})
    return TaxRate.objects.get(
        country=country, tax_class=tax_class, postal_codes="", valid_during__endswith=None
    )


@unit_of_work
def set_tax_policy(*, country: str, prices_include_tax: bool, rounding: str) -> TaxPolicy:
    """From now on tax is taken like this in the country; orders of before keep what they have.

    Raises InvalidInput for another rounding than those of the shop, and for what is no country.
    """
    confirm_country(country)
    if rounding not in set(Rounding):
        raise InvalidInput(f"Tax is rounded by {', '.join(Rounding)}, not by {rounding}.")
    policy, _ = TaxPolicy.objects.update_or_create(
        country=country,
        defaults={"prices_include_tax": prices_include_tax, "rounding": rounding},
    )
    return policy


@unit_of_work
def load_tax_rules(rules: Mapping[TaxRule, Sequence[TaxPeriod]]) -> int:
    """These rules are valid from now on; returns how many of them say something new.

    Rules that are not named stay. Raises InvalidInput unless every rate is a share, of a country.
    """
    for rule in rules:
        confirm_country(rule.country)
    known = _known({rule.country for rule in rules})
    return sum(_follow(rule, known.get(rule.key, []), rules[rule]) for rule in sorted(rules))


def _known(countries: set[str]) -> dict[tuple[str, str, str], list[TaxRate]]:
    """What is valid now or later, by rule, in the order of time."""
    lasting = Q(valid_during__endswith=None) | Q(valid_during__endswith__gt=clock.now())
    rows = TaxRate.objects.select_for_update().filter(lasting, country__in=countries)
    found: dict[tuple[str, str, str], list[TaxRate]] = {}
    for row in sorted(rows, key=_start):
        found.setdefault((row.country, row.tax_class, row.postal_codes), []).append(row)
    return found


def _follow(rule: TaxRule, known: list[TaxRate], periods: Sequence[TaxPeriod]) -> bool:
    _confirm_shares(periods)
    if not known:
        _begin(rule, sorted(periods, key=_since))
        return True
    now = clock.now()
    wanted = _from_now_on(periods, now)
    if [_said(row, now) for row in known] == [(p.rate, p.parts, _since(p)) for p in wanted]:
        return False
    _end(known, now)
    _begin(rule, wanted)
    return True


def _said(row: TaxRate, now: datetime) -> tuple[Decimal, tuple[TaxPart, ...], datetime]:
    parts = tuple(map(TaxPart, row.part_names, row.part_rates))
    return row.rate, parts, max(_start(row), now)


def _from_now_on(periods: Sequence[TaxPeriod], now: datetime) -> list[TaxPeriod]:
    """The period that runs, as if it began now, and those to come."""
    running = [period for period in periods if _since(period) <= now]
    coming = [period for period in periods if _since(period) > now]
    begun = [replace(max(running, key=_since), since=now)] if running else []
    return begun + sorted(coming, key=_since)


def _end(known: Sequence[TaxRate], now: datetime) -> None:
    """What runs ends now; what has not begun was never used and goes."""
    for row in known:
        if _start(row) >= now:
            row.delete()
        else:
            row.valid_during = DateTimeTZRange(row.valid_during.lower, now)
            row.save(update_fields=["valid_during"])


def _begin(rule: TaxRule, periods: Sequence[TaxPeriod]) -> None:
    """Each period lasts until the next one."""
    TaxRate.objects.bulk_create(
        TaxRate(
            country=rule.country,
            tax_class=rule.tax_class,
            postal_codes=rule.postal_codes,
            area=rule.area,
            rate=period.rate,
            part_names=[part.name for part in period.parts],
            part_rates=[part.rate for part in period.parts],
            valid_during=DateTimeTZRange(period.since, following.since if following else None),
        )
        for period, following in zip_longest(periods, periods[1:])
    )


def _start(row: TaxRate) -> datetime:
    return row.valid_during.lower or _EVER


def _since(period: TaxPeriod) -> datetime:
    return period.since or _EVER


_EVER = datetime.min.replace(tzinfo=UTC)


def _confirm_shares(periods: Sequence[TaxPeriod]) -> None:
    for period in periods:
        if not 0 <= period.rate < 1:
            raise InvalidInput(f"A tax rate is a share like 0.19, not {period.rate}.")
        parts = [part.rate for part in period.parts]
        if parts and (sum(parts) != period.rate or min(parts) < 0):
            raise InvalidInput(
                f"The parts of a tax add up to its rate: {period.rate} is not"
                f" {' + '.join(map(str, parts))}."
            )
