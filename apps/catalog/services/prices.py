"""What variants cost: from now on, and during planned periods."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.catalog.models import PlannedPrice, Product, Variant
from apps.catalog.rules.price_lines import price_in
from apps.catalog.rules.soundness import sound_price
from apps.catalog.services.telling import announce_plan, announce_price, announce_update
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def change_price(
    *, stock_code: str, price: Decimal, compare_at_price: Decimal | None = None
) -> Variant:
    """The variant costs `price` from now on; `compare_at_price` is shown as its former price.

    Raises NotFound for an unknown stock code, InvalidInput for amounts that are no prices.
    """
    (variant,) = _variants_locked([stock_code])
    old_price, old_former = variant.cost(), variant.compare_at_price
    variant.reprice(price, compare_at_price=compare_at_price)
    variant.save(update_fields=["price", "compare_at_price"])
    if variant.product.is_for_sale:
        if variant.cost() != old_price:
            announce_price(variant, old_price)
        elif variant.compare_at_price != old_former:
            announce_update(variant.product)
    return variant


@unit_of_work
def plan_prices(
    *, prices: Mapping[str, str], ends: datetime, starts: datetime | None = None
) -> list[PlannedPrice]:
    """From `starts` (now, if it says nothing) until `ends` the variants cost this, all or none.

    `prices` are by stock code, "3.60", or "-20%" for so much less than the variant's own price.
    Raises NotFound for an unknown code, InvalidInput for words that are no prices and for a time
    that is over, and DomainError if another price is planned for a part of that time.
    """
    variants = _variants_locked(prices)
    now = clock.now()
    during = _sound_period(starts or now, ends, now=now)
    _refuse_second_plan(variants, during)
    plans = [_plan(variant, prices[variant.stock_code], during) for variant in variants]
    PlannedPrice.objects.bulk_create(plans)
    _tell(variants, since=now)
    return plans


@unit_of_work
def cancel_planned_price(*, plan_id: UUID) -> None:
    """The price does not come; one that counts already ends now, and stays as a record.

    Raises DomainError for one that is over.
    """
    plan = PlannedPrice.objects.select_related("variant").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound("There is no such planned price: perhaps somebody cancelled it before.")
    (variant,) = _variants_locked([plan.variant.stock_code])
    now = clock.now()
    _end(PlannedPrice.objects.get(pk=plan_id), now)
    _tell([variant], since=now)


def tell_planned_prices(product_ids: Collection[UUID]) -> None:
    """Tells which prices are planned for products that have just come to be for sale."""
    now = clock.now()
    planned = PlannedPrice.objects.filter(
        variant__product__in=product_ids, during__endswith__gt=now
    ).values("variant")
    _tell(Variant.objects.filter(id__in=planned).select_related("product"), since=now)


def _end(plan: PlannedPrice, now: datetime) -> None:
    if plan.during.upper <= now:
        raise DomainError("This price is over: it stays as a record of what things cost.")
    if plan.during.lower >= now:
        plan.delete()
        return
    plan.during = DateTimeTZRange(plan.during.lower, now)
    plan.save(update_fields=["during"])


def _variants_locked(stock_codes: Collection[str]) -> list[Variant]:
    """The variants behind the locks of their products, by stock code."""
    wanted = Variant.objects.filter(stock_code__in=stock_codes)
    products = Product.objects.filter(id__in=wanted.values("product")).order_by("id")
    list(products.select_for_update().values_list("id"))
    variants = list(wanted.select_related("product").order_by("stock_code"))
    if unknown := sorted(set(stock_codes) - {variant.stock_code for variant in variants}):
        raise NotFound(f"Nothing here has the stock code {', '.join(unknown[:5])}.")
    return variants


def _sound_period(starts: datetime, ends: datetime, *, now: datetime) -> DateTimeTZRange:
    if starts < now:
        raise InvalidInput("A planned price begins in the future: leave out when, for at once.")
    if ends <= starts:
        raise InvalidInput("A planned price ends after it begins.")
    return DateTimeTZRange(starts, ends)


def _refuse_second_plan(variants: Collection[Variant], during: DateTimeTZRange) -> None:
    other = (
        PlannedPrice.objects.filter(variant__in=variants, during__overlap=during)
        .select_related("variant")
        .first()
    )
    if other:
        raise DomainError(
            f"Another price of {other.variant.stock_code} is planned from"
            f" {other.during.lower:%d %B %Y %H:%M} until {other.during.upper:%d %B %Y %H:%M} UTC:"
            " cancel it first, or choose another time."
        )


def _plan(variant: Variant, words: str, during: DateTimeTZRange) -> PlannedPrice:
    currency = variant.currency
    try:
        amount = price_in(words, listed=variant.price, currency=currency)
        amount = sound_price(amount, currency=currency)
    except InvalidInput as refusal:
        raise InvalidInput(f"{variant.stock_code}: {refusal.sentence}") from refusal
    return PlannedPrice(variant=variant, price=amount, during=during)


def _tell(variants: Collection[Variant], *, since: datetime) -> None:
    """Tells all that is planned from then on of those that are for sale."""
    plans = PlannedPrice.objects.filter(variant__in=variants, during__endswith__gt=since)
    by_variant: dict[UUID, list[PlannedPrice]] = {}
    for plan in plans.order_by("during"):
        by_variant.setdefault(plan.variant_id, []).append(plan)
    for variant in variants:
        if variant.product.is_for_sale:
            announce_plan(variant, by_variant.get(variant.id, []), since=since)
