"""The watchman of the lock order himself: what he sees, and what he lets pass."""

import pytest
from django.apps import apps

from apps.inventory.models import Stock
from apps.orders.models import Order
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.factories.inventory import StockFactory
from tests.factories.orders import OrderFactory
from tests.lock_order import LOCK_ORDER, _locked_tables

pytestmark = pytest.mark.django_db


def test_whoever_goes_back_up_is_seen(forgiven_violations):
    order, stock = OrderFactory(), StockFactory()

    _lock(Stock, stock.pk, then=(Order, order.pk))

    assert [v.partition(":")[0] for v in forgiven_violations] == [
        "orders_order is locked after inventory_stock"
    ]


def test_whoever_goes_down_may_pass(forgiven_violations):
    order, stock = OrderFactory(), StockFactory()

    _lock(Order, order.pk, then=(Stock, stock.pk))

    assert forgiven_violations == []


def test_a_new_unit_of_work_begins_at_the_top(forgiven_violations):
    order, stock = OrderFactory(), StockFactory()

    _lock(Stock, stock.pk)
    _lock(Order, order.pk)

    assert forgiven_violations == []


def test_a_row_that_was_born_in_the_same_unit_of_work_is_nobody_elses(forgiven_violations):
    stock = StockFactory()

    @unit_of_work
    def order_late() -> None:
        Stock.objects.select_for_update().get(pk=stock.pk)
        Order.objects.filter(pk=OrderFactory().pk).update(city="Hamburg")

    order_late()

    assert forgiven_violations == []


def test_a_row_that_was_locked_in_time_may_be_changed_later(forgiven_violations):
    order, stock = OrderFactory(), StockFactory()

    @unit_of_work
    def change_late() -> None:
        Order.objects.select_for_update().get(pk=order.pk)
        Stock.objects.select_for_update().get(pk=stock.pk)
        Order.objects.filter(pk=order.pk).update(city="Hamburg")

    change_late()

    assert forgiven_violations == []


def test_whoever_does_not_wait_may_look_upwards(forgiven_violations):
    order, stock = OrderFactory(), StockFactory()

    @unit_of_work
    def look_upwards() -> None:
        Stock.objects.select_for_update().get(pk=stock.pk)
        list(Order.objects.select_for_update(skip_locked=True).filter(pk=order.pk))

    look_upwards()

    assert forgiven_violations == []


@pytest.mark.parametrize(
    ("statement", "locked"),
    [
        ("SELECT 1 FROM orders_order", []),
        ("UPDATE orders_order SET state = 'x'", ["orders_order"]),
        ("DELETE FROM inventory_stock", ["inventory_stock"]),
        (
            'SELECT * FROM "orders_order" JOIN "payments_payment" ON true FOR UPDATE',
            ["orders_order", "payments_payment"],
        ),
        (
            (
                'SELECT * FROM "orders_order" JOIN "payments_payment" ON true'
                ' FOR UPDATE OF "payments_payment"'
            ),
            ["payments_payment"],
        ),
        ("WITH x AS (UPDATE inventory_stock SET a = 1) SELECT 1", ["inventory_stock"]),
    ],
)
def test_what_a_statement_locks_is_read_from_it(statement, locked):
    assert _locked_tables(statement) == locked


def test_every_table_in_the_order_exists():
    assert set(LOCK_ORDER) <= {model._meta.db_table for model in apps.get_models()}


def _lock(model, pk, *, then=None):
    @unit_of_work
    def lock() -> None:
        model.objects.select_for_update().get(pk=pk)
        if then:
            then[0].objects.select_for_update().get(pk=then[1])

    lock()
