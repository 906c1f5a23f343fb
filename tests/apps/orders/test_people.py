"""Guests look orders up, members claim them, and both can be forgotten."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.orders.models import Cart, Member, Order, OrderState
from apps.orders.queries import order_by_number, orders_of
from apps.orders.services import (
    add_to_cart,
    ask_for_link,
    claim_orders,
    forget_buyer,
    note_member,
    return_order,
)
from shop.events.accounts import EmailVerified, MemberRecognised, UserErased, UserRegistered
from shop.events.base import ERASED
from shop.events.orders import OrderClaimed, OrderLinkAsked, OrderLinkRequested, OrderShipped
from shop.kernel.bus import publish
from shop.kernel.customer_keys import forget_key, forget_remembered_keys
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.identity import new_id
from shop.kernel.order_tokens import is_order_token, order_token
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.factories.orders import OfferFactory, OrderFactory, OrderLineFactory

ADA = new_id()
happens = unit_of_work(publish)


def token_of(order: Order) -> str:
    return order_token(customer_id=order.customer_id, order_id=order.id)


def look_up(number: str, token: str):
    body = {"number": number, "token": token}
    return Client().post("/api/v1/order-lookup", body, content_type="application/json")


def verified(email: str, customer_id: UUID = ADA) -> EmailVerified:
    return EmailVerified(user_id=new_id(), customer_id=customer_id, email=email)


def signed_in(email: str, customer_id: UUID = ADA) -> MemberRecognised:
    return MemberRecognised(user_id=new_id(), customer_id=customer_id, email=email)


def shipped(order: Order) -> OrderShipped:
    return OrderShipped(
        order_id=order.id, number=order.number, customer_id=order.customer_id, tracking_number="T1"
    )


def erased(customer_id: UUID, *former: UUID) -> UserErased:
    return UserErased(user_id=new_id(), customer_id=customer_id, former_customer_ids=former)


def test_a_member_is_noted_by_a_release_that_knows_no_mailboxes(db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO orders_member (customer_id) VALUES (%s)", [ADA])

    assert Member.objects.get(pk=ADA).mailbox == ""


def test_an_order_is_found_by_its_number_and_token(db):
    order = OrderLineFactory().order
    token = token_of(order)

    found = look_up(order.number, token)
    typed = order_by_number(f" {order.number.lower()} ", f" {token.lower()} ")
    opened = Client(headers={"Order-Token": token}).get(f"/api/v1/orders/{order.id}")

    assert found.json()["id"] == str(order.id)
    assert typed is not None
    assert opened.json() == found.json()


def ask_for(number: str, email: str):
    body = {"number": number, "email": email}
    return Client().post("/api/v1/order-lookup/link", body, content_type="application/json")


def test_a_lost_link_goes_to_the_mailbox_of_the_order_and_opens_it(db, published, deliver):
    order = OrderFactory(email="Grace@example.com")

    asked = ask_for(f" {order.number.lower()}", "grace@EXAMPLE.com")
    deliver("orders")

    (told,) = published(OrderLinkRequested)
    found = order_by_number(told.number, told.lookup_token)
    assert (asked.status_code, asked.content) == (202, b"")
    assert (told.email, found and found.id) == ("Grace@example.com", order.id)


def test_nobody_learns_whose_order_it_is_by_asking_for_its_link(db, published, deliver):
    order, erased = OrderFactory(email="grace@example.com"), OrderFactory(email="")
    guesses = [
        (order.number, "grace@example.com"),
        (order.number, "ada@example.com"),
        ("7KQ2M-9XBDT", "grace@example.com"),
        (erased.number, "   "),
    ]

    def asked(number, email):
        with CaptureQueriesContext(connection) as queries:
            ask_for_link(number=number, email=email)
        return [query["sql"][:18] for query in queries if "SAVEPOINT" not in query["sql"]]

    work = [asked(*guess) for guess in guesses]
    deliver("orders")

    assert work == [['SELECT "orders_ord', "SELECT outbox_emit"]] * 4
    assert [event.order_id for event in published(OrderLinkRequested)] == [order.id]


def test_links_are_mailed_so_often_and_no_oftener(db, settings, published):
    settings.RATE_LIMITS = True
    order = OrderFactory(email=f"{new_id()}@example.com")

    answers = [ask_for(order.number, order.email).status_code for _ in range(4)]

    assert answers == [202, 202, 202, 429]
    assert len(published(OrderLinkAsked)) == 3


def test_a_wrong_number_and_a_wrong_token_get_the_same_answer(db, django_assert_num_queries):
    order, other = OrderFactory(), OrderFactory()
    wrong = [(order.number, token_of(other)), ("7KQ2M-9XBDT", token_of(order))]
    forget_remembered_keys()

    answers = []
    for number, token in wrong:
        with django_assert_num_queries(2):
            answers.append(look_up(number, token))

    for answer in answers:
        assert answer.status_code == 404
    assert len({answer.json()["detail"] for answer in answers}) == 1


@pytest.mark.parametrize("token", ["", "x" * 101, "\x00"])
def test_what_can_be_no_token_is_refused(db, token):
    assert look_up(OrderFactory().number, token).status_code == 422


def test_a_token_dies_with_the_key_of_its_buyer(db):
    order = OrderFactory()
    token = token_of(order)

    forget_key(order.customer_id)

    assert order_by_number(order.number, token) is None
    assert not is_order_token(token, customer_id=order.customer_id, order_id=order.id)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["", "/timeline", "/cancel"])
def test_the_token_of_one_order_opens_no_other(db, path, method):
    mine, other = OrderFactory(customer_id=ADA), OrderFactory(customer_id=ADA)
    holder = Client(headers={"Order-Token": token_of(mine)})

    response = getattr(holder, method)(f"/api/v1/orders/{other.id}{path}")

    assert response.status_code in {404, 405}
    assert Order.objects.filter(state=OrderState.CANCELLED).count() == 0


def test_orders_of_a_verified_mailbox_become_the_members(db, deliver, published):
    theirs = OrderFactory(email="Ada@Example.com")
    others = OrderFactory(email="bob@example.com")
    old_token = token_of(theirs)

    happens(verified("ada@example.COM"))
    deliver("orders")

    (told,) = published(OrderClaimed)
    assert list(orders_of(ADA)) == [theirs]
    assert (told.customer_id, told.former_customer_id) == (ADA, theirs.customer_id)
    assert Order.objects.get(pk=others.pk).customer_id == others.customer_id
    assert order_by_number(theirs.number, old_token) is None


def test_what_a_member_buys_as_a_guest_later_is_found_at_the_next_sign_in(db, deliver):
    happens(verified("ada@example.com"))
    deliver("orders")
    later = OrderFactory(email="Ada@Example.com")

    happens(signed_in("ada@example.com"))
    deliver("orders")

    assert list(orders_of(ADA)) == [later]


def test_an_order_that_verification_did_not_see_yet_is_claimed_when_it_is_sent(db, deliver):
    happens(verified("Ada@example.com"))
    deliver("orders")
    order = OrderFactory(email="ada@Example.com")
    known_by_token_until_then = order_by_number(order.number, token_of(order))

    for _ in range(2):
        happens(shipped(order))
        deliver("orders")

    assert known_by_token_until_then is not None
    assert list(orders_of(ADA)) == [order]


def test_a_sent_order_stays_with_a_member_and_with_a_mailbox_that_nobody_proved(db, deliver):
    note_member(customer_id=ADA)
    bobs = OrderFactory(email="ada@example.com")
    happens(UserRegistered(customer_id=bobs.customer_id, email="bob@example.com", name="Bob"))
    happens(verified("ada@example.com"))
    guests = [OrderFactory(email="bob@example.com"), OrderFactory(email="")]

    for order in (bobs, *guests):
        happens(shipped(order))
    deliver("orders")

    assert not orders_of(ADA).exists()


def test_a_mailbox_belongs_to_whoever_proved_it_last(db, deliver):
    bob = new_id()
    happens(verified("ours@example.com"))
    happens(verified("Ours@example.com", customer_id=bob))
    deliver("orders")
    order = OrderFactory(email="ours@example.com")

    happens(shipped(order))
    deliver("orders")

    assert list(orders_of(bob)) == [order]


def test_claiming_again_changes_nothing(db, published):
    OrderFactory(email="ada@example.com")

    counts = [claim_orders(customer_id=ADA, email="ada@example.com") for _ in range(2)]

    assert counts == [1, 0]
    assert len(published(OrderClaimed)) == 1


def test_the_order_of_another_member_stays_theirs(db, deliver):
    bob = new_id()
    order = OrderFactory(customer_id=bob, email="ada@example.com")
    registered = UserRegistered(customer_id=bob, email="bob@example.com", name="Bob")

    happens(registered)
    happens(verified("ada@example.com"))
    deliver("orders")

    assert list(orders_of(bob)) == [order]


def test_no_mail_address_claims_nothing(db):
    OrderFactory(email="")

    assert claim_orders(customer_id=ADA, email="") == 0


def test_a_member_is_noted_once(db):
    for _ in range(2):
        note_member(customer_id=ADA)


@pytest.mark.parametrize("state", ["placed", "pending_payment", "confirmed", "shipped"])
def test_nobody_is_forgotten_while_an_order_is_under_way(db, state):
    former = new_id()
    order = OrderFactory(customer_id=former, state=state)
    OrderLineFactory(order=order, quantity=2, shipped=2 if state == "shipped" else 0)

    with pytest.raises(DomainError, match="Orders are under way"):
        happens(erased(ADA, former))


def test_a_parcel_that_came_back_undelivered_keeps_nobody_from_being_forgotten(db, deliver):
    order = OrderFactory(customer_id=ADA, state=OrderState.SHIPPED)
    line = OrderLineFactory(order=order, quantity=2, shipped=2)
    for _ in range(2):
        return_order(order_id=order.id)

    happens(erased(ADA))
    deliver("orders")

    order.refresh_from_db()
    line.refresh_from_db()
    assert order.name == ERASED
    assert (line.shipped, line.returned) == (0, 2)


def test_nobody_is_forgotten_before_the_money_of_what_came_back_is_back(db):
    order = OrderFactory(customer_id=ADA, state=OrderState.SHIPPED, captured=Decimal("25.00"))
    OrderLineFactory(order=order, quantity=2, shipped=2)
    return_order(order_id=order.id)

    with pytest.raises(DomainError, match="Orders are under way"):
        happens(erased(ADA))

    Order.objects.update(refunded=Decimal("25.00"))
    happens(erased(ADA))


def test_a_forgotten_buyer_leaves_an_order_without_a_person(db, deliver):
    former = new_id()
    order = OrderFactory(customer_id=ADA, state=OrderState.DELIVERED, email="ada@example.com")
    earlier = OrderFactory(customer_id=former, state=OrderState.CANCELLED, cancel_reason="expired")
    OfferFactory(sku="TEA-1")
    add_to_cart(customer_id=ADA, sku="TEA-1", quantity=1)
    Member.objects.create(customer_id=ADA, mailbox="ada@example.com")

    happens(erased(ADA, former))
    deliver("orders")

    for row in Order.objects.filter(pk__in=[order.pk, earlier.pk]):
        assert (row.name, row.line1, row.city, row.postal_code) == (ERASED,) * 4
        assert (row.email, row.line2, row.total) == ("", "", order.total)
    assert not Cart.objects.exists()
    assert Member.objects.get(pk=ADA).mailbox == ""


def test_the_mailbox_of_somebody_erased_claims_nothing(db, deliver):
    happens(verified("ada@example.com"))
    forget_key(ADA)

    deliver("orders")

    assert Member.objects.get(pk=ADA).mailbox == ""


def test_nobody_is_forgotten_before_the_money_of_a_cancelled_order_is_back(db):
    cancelled = OrderFactory(
        customer_id=ADA,
        state=OrderState.CANCELLED,
        cancel_reason="requested",
        captured=Decimal("25.00"),
        refunded=Decimal("24.99"),
    )

    with pytest.raises(DomainError, match=cancelled.number):
        happens(erased(ADA))


def test_an_order_that_was_placed_meanwhile_still_knows_where_to_go(db):
    order = OrderFactory(customer_id=ADA, state=OrderState.CONFIRMED)

    with pytest.raises(NotYet):
        forget_buyer(customer_ids=[ADA])

    order.refresh_from_db()
    assert order.name == "Ada Lovelace"
