from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.models import F

from apps.orders.models import Credit, Order, OrderDiscount, OrderLine, OrderState
from apps.orders.queries import (
    credits_that_do_not_add_up,
    discounts_that_do_not_add_up,
    explained_total,
    quote,
    taxes_that_do_not_add_up,
    totals_that_do_not_add_up,
)
from apps.orders.services import (
    Condition,
    Reward,
    WantedLine,
    add_to_cart,
    check_out,
    end_promotion,
    load_tax_file,
    load_tax_policies,
    place_order,
    return_order,
    start_promotion,
)
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_api import ADA, token_of
from tests.factories.orders import (
    MemberFactory,
    OrderDiscountFactory,
    PromotionFactory,
    ShippingRateFactory,
)

TEN_PERCENT = Reward(kind="percentage", percent=Decimal("0.10"))
FIVE_OFF = Reward(kind="fixed", amount=Decimal(5), currency="EUR")
SENT_FREE = Reward(kind="free_shipping")
NEW_YORKS_SHARES = "New York State 1.08 + New York City 1.22 + MCTD 0.10"
NEW_YORK = replace(ADDRESS, country="US", postal_code="10001")


def order(*lines: tuple[str, int], to=ADDRESS, by=None) -> Order:
    wanted = [WantedLine(*line) for line in lines]
    placed = place_order(customer_id=by or new_id(), lines=wanted, delivery_address=to)
    return placed.order


def contradictions() -> list[str]:
    return [
        *totals_that_do_not_add_up(),
        *taxes_that_do_not_add_up(),
        *discounts_that_do_not_add_up(),
    ]


def test_what_promotions_take_off_is_kept_with_the_order(stocked):
    stocked("TEA-1", units=9, price="10.00")
    stocked("CUP-1", units=9, price="4.00")
    ShippingRateFactory(zone__is_default=True)
    percent = start_promotion(name="Autumn", reward=TEN_PERCENT)
    free = start_promotion(name="Sent free", reward=SENT_FREE)

    placed = order(("TEA-1", 3), ("CUP-1", 2))

    tea, cup = OrderLine.objects.order_by("position")
    assert (placed.total, placed.discount_total) == (Decimal("34.20"), Decimal("3.80"))
    assert (placed.shipping_total, placed.shipping_discount) == (0, Decimal("4.90"))
    assert (tea.discount, cup.discount, tea.worth) == (
        Decimal("3.00"),
        Decimal("0.80"),
        Decimal("27.00"),
    )
    assert {*OrderDiscount.objects.values_list("line", "promotion", "amount")} == {
        (tea.id, percent.pk, Decimal("3.00")),
        (cup.id, percent.pk, Decimal("0.80")),
        (None, free.pk, Decimal("4.90")),
    }
    assert contradictions() == []


def test_a_quote_says_what_is_taken_off_and_the_order_costs_that(stocked):
    ada = MemberFactory().customer_id
    stocked("TEA-1", units=9, price="10.00")
    ShippingRateFactory(zone__is_default=True)
    start_promotion(name="Members", reward=FIVE_OFF, condition=Condition(members_only=True))
    add_to_cart(customer_id=ada, sku="TEA-1", quantity=2)

    quoted = quote(ada, country="GB", postal_code=ADDRESS.postal_code)
    placed = check_out(
        customer_id=ada, delivery_address=ADDRESS, accepted_total=quoted.total.amount
    )

    assert [(off.name, off.amount.amount) for off in quoted.discounts] == [("Members", 5)]
    assert placed.order.total == Decimal("19.90")


def test_who_is_no_member_pays_what_prices_say(stocked):
    stocked("TEA-1", units=9, price="10.00")
    start_promotion(name="Members", reward=FIVE_OFF, condition=Condition(members_only=True))

    assert order(("TEA-1", 2)).total == Decimal("20.00")


def test_a_promotion_counts_while_it_is_valid(stocked):
    stocked("TEA-1", units=9, price="10.00")
    now = clock.now()
    day = timedelta(days=1)
    start_promotion(name="Soon", reward=FIVE_OFF, begins=now + day, ends=now + 2 * day)

    totals = []
    for moment in (now, now + day, now + 2 * day):
        with clock.travelled_to(moment):
            totals.append(order(("TEA-1", 1)).total)

    assert totals == [10, 5, 10]


def test_a_promotion_ends_and_orders_keep_it(stocked):
    stocked("TEA-1", units=9, price="10.00")
    sale = start_promotion(name="Sale", reward=FIVE_OFF)
    before = order(("TEA-1", 1))

    end_promotion(promotion_id=sale.pk)
    after = order(("TEA-1", 1))

    assert (before.total, after.total) == (5, 10)
    assert OrderDiscount.objects.get().promotion == sale
    with pytest.raises(DomainError, match="Sale has ended already"):
        end_promotion(promotion_id=sale.pk)


def test_one_that_has_not_begun_never_does(stocked):
    stocked("TEA-1", units=9, price="10.00")
    begins = clock.now() + timedelta(days=1)
    soon = start_promotion(name="Soon", reward=FIVE_OFF, begins=begins)

    end_promotion(promotion_id=soon.pk)

    with clock.travelled_to(begins):
        assert order(("TEA-1", 1)).total == 10
    with pytest.raises(DomainError, match="ended already"):
        end_promotion(promotion_id=soon.pk)


def test_only_a_promotion_that_there_is_can_end(db):
    with pytest.raises(NotFound):
        end_promotion(promotion_id=1)


def test_every_cent_of_a_total_is_explained(stocked):
    stocked("TEA-1", units=9, price="10.00", tax_class="standard")
    ShippingRateFactory(zone__is_default=True, amount=Decimal("5.00"), tax_class="zero")
    load_tax_file()
    load_tax_policies()
    start_promotion(name="Autumn", reward=TEN_PERCENT)

    told = explained_total(order(("TEA-1", 3), to=NEW_YORK).id)

    assert [(reason.of, reason.rule, str(reason.amount.amount)) for reason in told.makes] == [
        ("TEA-1", "offer", "30.00"),
        ("shipping", "shipping_rate", "5.00"),
        ("TEA-1", "promotion", "-3.00"),
        ("TEA-1", "tax_rate", "2.40"),
    ]
    assert [reason.sentence for reason in told.makes] == [
        "3 x 10.00, listed.",
        "Standard, 2 to 4 days.",
        "Autumn.",
        f"US New York City standard 8.875 %, rounded by total: {NEW_YORKS_SHARES}.",
    ]
    assert all(reason.rule_id for reason in told.makes)
    assert sum(reason.amount.amount for reason in told.makes) == told.total.amount
    assert told.contains == ()
    assert contradictions() == []


def test_tax_in_the_price_is_told_beside_the_total(stocked):
    stocked("TEA-1", units=9, price="11.90", tax_class="standard")
    load_tax_file()

    hamburg = replace(ADDRESS, country="DE", postal_code="20457")
    told = explained_total(order(("TEA-1", 1), to=hamburg).id)

    assert sum(reason.amount.amount for reason in told.makes) == told.total.amount
    assert [(str(tax.amount.amount), tax.sentence) for tax in told.contains] == [
        ("1.90", "DE standard 19 %, rounded by line.")
    ]


def test_what_was_taken_off_without_a_promotion_is_found(stocked):
    stocked("TEA-1", units=9, price="10.00")
    start_promotion(name="Sale", reward=FIVE_OFF)
    placed = order(("TEA-1", 1))
    assert discounts_that_do_not_add_up() == []

    OrderDiscount.objects.update(amount=4)
    by_rows = discounts_that_do_not_add_up()
    OrderDiscount.objects.update(amount=5)
    Order.objects.update(discount_total=4)
    by_order = discounts_that_do_not_add_up()
    Order.objects.update(discount_total=5, shipping_discount=1)
    by_shipping = discounts_that_do_not_add_up()

    assert by_rows == by_order == by_shipping == [placed.number]


@pytest.mark.parametrize(
    "reward",
    [
        Reward(kind="gift"),
        Reward(kind="percentage"),
        Reward(kind="percentage", percent=Decimal("1.01")),
        Reward(kind="percentage", percent=Decimal("0.10"), amount=Decimal(1)),
        Reward(kind="fixed", amount=Decimal(5)),
        Reward(kind="fixed", amount=Decimal("0.001"), currency="EUR"),
        Reward(kind="buy_get", buy=2),
        Reward(kind="free_shipping", percent=Decimal("0.10")),
    ],
)
def test_what_no_promotion_can_say_is_refused(db, reward):
    with pytest.raises(InvalidInput):
        start_promotion(name="Odd", reward=reward)


@pytest.mark.parametrize(
    "condition", [Condition(minimum=Decimal(5)), Condition(countries=["germany"])]
)
def test_conditions_that_nobody_can_judge_are_refused(db, condition):
    with pytest.raises(InvalidInput):
        start_promotion(name="Odd", reward=TEN_PERCENT, condition=condition)


def test_a_promotion_ends_after_it_has_begun(db):
    with pytest.raises(InvalidInput, match="after it has begun"):
        start_promotion(name="Odd", reward=TEN_PERCENT, ends=clock.now() - timedelta(days=1))


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": "gift"}, "promotion_kind_known"),
        ({"percent": Decimal("1.5")}, "promotion_percentage"),
        ({"buy": 2}, "promotion_percentage"),
        ({"kind": "fixed", "percent": 0, "amount": 5}, "promotion_fixed"),
        ({"kind": "buy_get", "percent": 0, "buy": 2}, "promotion_buy_get"),
        ({"kind": "free_shipping"}, "promotion_free_shipping"),
        ({"minimum": 5}, "promotion_minimum_in_a_currency"),
    ],
)
def test_the_database_refuses_what_no_promotion_can_say(db, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        PromotionFactory(**facts)


def test_the_database_refuses_to_take_off_nothing_or_the_same_twice(db):
    once = OrderDiscountFactory()
    again = {"order": once.order, "line": once.line, "promotion": once.promotion}

    with pytest.raises(IntegrityError, match="order_discount_once"):
        OrderDiscountFactory(**again)


def test_the_database_refuses_to_take_off_more_than_a_line_costs(stocked):
    stocked("TEA-1", units=9, price="10.00")
    order(("TEA-1", 1))

    with pytest.raises(IntegrityError, match="order_line_discount_within_gross"):
        OrderLine.objects.update(discount=11)


def test_a_promotion_is_called_by_its_name(db):
    assert str(PromotionFactory(name="Autumn")) == "Autumn"


def test_the_buyer_may_ask_over_http_why_it_costs_that(stocked, client):
    stocked("TEA-1", units=9, price="10.00")
    sale = start_promotion(name="Sale", reward=FIVE_OFF)
    placed = order(("TEA-1", 1), by=ADA)
    path = f"/api/v1/orders/{placed.id}/explanation"

    told = client.get(path, headers={"Authorization": f"Bearer {token_of(ADA)}"}).json()
    stranger = client.get(path, headers={"Authorization": f"Bearer {token_of(new_id())}"})

    assert (told["total"], told["currency"]) == ("5.00", "EUR")
    assert [(it["amount"], it["rule"]) for it in told["makes"]] == [
        ("10.00", "offer"),
        ("-5.00", "promotion"),
    ]
    assert told["makes"][1]["rule_id"] == sale.pk
    assert stranger.status_code == 404


def test_a_parcel_that_comes_back_is_worth_what_was_paid_for_it(stocked):
    stocked("TEA-1", units=9, price="9.99", tax_class="standard")
    stocked("CUP-1", units=9, price="4.01", tax_class="reduced")
    ShippingRateFactory(zone__is_default=True, amount=Decimal("5.00"))
    load_tax_file()
    load_tax_policies()
    start_promotion(name="Autumn", reward=Reward(kind="percentage", percent=Decimal("0.33")))
    placed = order(("TEA-1", 3), ("CUP-1", 2), to=NEW_YORK)
    Order.objects.update(state=OrderState.SHIPPED)
    OrderLine.objects.update(shipped=F("quantity"))

    return_order(order_id=placed.id)

    placed.refresh_from_db()
    assert placed.credited == placed.total == Decimal("32.68")
    assert Credit.objects.get().tax == placed.tax_total
    assert list(credits_that_do_not_add_up()) == contradictions() == []
