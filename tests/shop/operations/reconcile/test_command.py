"""`manage.py reconcile`, against books with real commits."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.payments.models import PaymentAttempt
from tests.factories.orders import OrderFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paid() -> PaymentAttempt:
    """A confirmed order of 12.50 euros, paid at the sandbox."""
    order = OrderFactory(state="confirmed", total=Decimal("12.50"), captured=Decimal("12.50"))
    payment = PaymentFactory(paid=True, order_id=order.id, order_number=order.number)
    return PaymentAttemptFactory(payment=payment, captured_all=True, gateway_id="ch_1")


def reconcile(tmp_path, *rows: str, words: tuple[str, ...] = (), said: StringIO) -> None:
    file = tmp_path / "settled.csv"
    file.write_text("\n".join(["id,charge,amount,currency,at", *rows]))
    call_command("reconcile", "sandbox", str(file), *words, stdout=said)


def differs(tmp_path, *rows: str, words: tuple[str, ...] = ()) -> str:
    """What it says before it ends with one."""
    said = StringIO()
    with pytest.raises(CommandError) as ended:
        reconcile(tmp_path, *rows, words=words, said=said)
    assert ended.value.returncode == 1
    return said.getvalue()


def test_books_that_agree(paid, tmp_path):
    at = paid.created_at.isoformat()

    said = StringIO()
    reconcile(tmp_path, f"1,ch_1,12.50,EUR,{at}", said=said)

    assert said.getvalue() == "1 lines, all agree\n"


def test_what_differs_is_told_in_words_and_to_programs(paid, tmp_path):
    at = paid.created_at.isoformat()
    rows = [f"1,ch_1,12.50,EUR,{at}", f"2,ch_1,-2.50,EUR,{at}", f"3,ch_9,1.00,EUR,{at}", "4,,,,"]

    text = differs(tmp_path, *rows)
    told = json.loads(differs(tmp_path, *rows, words=("--json",)))

    assert "2.50 went back there, and only 0 here" in text
    assert "3 lines, 3 differences" in text
    assert [one["kind"] for one in told["breaks"]] == ["refund_unknown_here", "unknown_here"]
    assert [one["line"] for one in told["unreadable"]] == [5]


def test_orders_that_say_otherwise_than_payments_are_the_third_way(paid, tmp_path):
    OrderFactory._meta.model.objects.update(captured=0, moved_at="2020-01-01T00:00:00Z")

    text = differs(tmp_path, f"1,ch_1,12.50,EUR,{paid.created_at.isoformat()}")

    assert "our_books_differ" in text


def test_a_file_that_is_none_is_refused(tmp_path, db):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")

    with pytest.raises(CommandError, match="no settlement file"):
        call_command("reconcile", "sandbox", str(tmp_path / "other.csv"))
