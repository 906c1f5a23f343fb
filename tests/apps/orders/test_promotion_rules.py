from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from uuid import UUID

import pytest

from apps.orders.rules import Agreement, Basket, PricedShipping, Promotion, discounts_of
from tests.apps.orders.test_rules import line, shipping

TEA = replace(line(price="10.00", quantity=3), sku="TEA", tax_class="reduced")
MUG = replace(line(price="4.00", quantity=2), sku="MUG", product_id=UUID(int=7))


def basket(*lines, by: PricedShipping | None = None, **facts) -> Basket:
    return Basket(**{"lines": lines, "shipping": by, "country": "DE", **facts})


def promotion(kind: str, **facts) -> Promotion:
    return Promotion(**{"id": 1, "name": kind, "kind": kind, **facts})


def ten_percent(**facts) -> Promotion:
    return promotion("percentage", percent=Decimal("0.10"), **facts)


def five_off(**facts) -> Promotion:
    return promotion("fixed", **{"amount": Decimal(5), "currency": "EUR", **facts})


def taken(basket: Basket, *promotions: Promotion) -> list[tuple[int, int | None, str]]:
    return [
        (off.promotion.id, off.line, str(off.amount)) for off in discounts_of(basket, promotions)
    ]


def test_a_percentage_is_rounded_once_and_distributed():
    odd = [replace(TEA, quantity=1, unit_price=Decimal("9.99"))] * 3

    assert taken(basket(*odd), ten_percent()) == [(1, 0, "1.00"), (1, 1, "1.00"), (1, 2, "1.00")]


def test_a_fixed_amount_is_distributed_by_price():
    assert taken(basket(TEA, MUG), five_off()) == [(1, 0, "3.95"), (1, 1, "1.05")]


def test_never_more_is_taken_off_than_the_goods_cost():
    all_of_it = promotion("fixed", amount=Decimal(100), currency="EUR")

    assert taken(basket(TEA, MUG), all_of_it) == [(1, 0, "30.00"), (1, 1, "8.00")]


@pytest.mark.parametrize(
    ("quantity", "free"), [(1, []), (2, []), (3, ["10.00"]), (5, ["10.00"]), (6, ["20.00"])]
)
def test_of_three_units_one_costs_nothing(quantity, free):
    three_for_two = promotion("buy_get", buy=2, get=1)

    off = taken(basket(replace(TEA, quantity=quantity)), three_for_two)

    assert [amount for _, _, amount in off] == free


def test_the_cheapest_of_each_group_costs_nothing():
    three_for_two = promotion("buy_get", buy=2, get=1)

    assert taken(basket(MUG, TEA), three_for_two) == [(1, 1, "10.00")]
    assert taken(basket(MUG, replace(TEA, quantity=2)), three_for_two) == [(1, 0, "4.00")]


def test_a_million_units_are_counted_and_not_listed():
    many = [replace(TEA, quantity=10_000)] * 100

    off = discounts_of(basket(*many), [promotion("buy_get", buy=1, get=1)])

    assert sum(each.amount for each in off) == Decimal(5_000_000)


def test_sending_costs_nothing():
    assert taken(basket(TEA, by=shipping()), promotion("free_shipping")) == [(1, None, "4.90")]
    assert taken(basket(TEA), promotion("free_shipping")) == []


def test_goods_after_discounts_decide_whether_sending_is_free():
    heavy = replace(TEA, quantity=5)
    wanted = basket(heavy, by=shipping(free_from="50"))

    agreed = Agreement(
        lines=wanted.lines, shipping=shipping(), discounts=discounts_of(wanted, [five_off()])
    )

    assert (agreed.goods, agreed.discount) == (Decimal(50), Decimal(5))
    assert (agreed.shipping_total, agreed.total) == (Decimal("4.90"), Decimal("49.90"))


def test_a_discount_that_would_make_the_order_dearer_does_not_count():
    wanted = basket(replace(TEA, quantity=5), by=shipping(free_from="50"))
    a_cent = promotion("fixed", amount=Decimal("0.01"), currency="EUR", stacks=False)

    assert taken(wanted, a_cent) == []
    assert taken(wanted, replace(a_cent, stacks=True)) == []


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        ({"skus": frozenset({"TEA"})}, [0]),
        ({"products": frozenset({UUID(int=7)})}, [1]),
        ({"tax_classes": frozenset({"reduced"})}, [0]),
        ({"tax_classes": frozenset({"reduced"}), "skus": frozenset({"MUG"})}, []),
        ({"countries": frozenset({"DE", "AT"})}, [0, 1]),
        ({"countries": frozenset({"FR"})}, []),
        ({"minimum": Decimal(38)}, [0, 1]),
        ({"minimum": Decimal("38.01")}, []),
        ({"minimum": Decimal(9), "skus": frozenset({"MUG"})}, []),
        ({"currency": "USD"}, []),
        ({"members_only": True}, []),
    ],
)
def test_a_promotion_is_for_what_its_conditions_say(condition, places):
    off = taken(basket(TEA, MUG), ten_percent(**condition))

    assert [place for _, place, _ in off] == places


def test_members_have_promotions_of_their_own():
    assert taken(basket(TEA, is_member=True), ten_percent(members_only=True)) == [(1, 0, "3.00")]


def test_promotions_that_stack_count_one_after_the_other():
    percent, fixed = ten_percent(id=1), five_off(id=2)

    assert taken(basket(TEA), percent, fixed) == [(1, 0, "3.00"), (2, 0, "5.00")]
    assert taken(basket(TEA), replace(percent, priority=1), fixed) == [
        (2, 0, "5.00"),
        (1, 0, "2.50"),
    ]


def test_one_that_does_not_stack_counts_alone_if_it_is_cheaper():
    alone = promotion("percentage", id=3, percent=Decimal("0.30"), stacks=False)

    assert taken(basket(TEA), ten_percent(id=1), five_off(id=2), alone) == [(3, 0, "9.00")]
    assert taken(basket(TEA), ten_percent(id=1), five_off(id=2, amount=Decimal(6)), alone) == [
        (1, 0, "3.00"),
        (2, 0, "6.00"),
    ]


def test_in_which_order_promotions_are_found_makes_no_difference():
    some = [ten_percent(id=1), five_off(id=2), five_off(id=3, stacks=False), ten_percent(id=4)]

    assert len({discounts_of(basket(TEA, MUG), each) for each in permutations(some)}) == 1
