from datetime import timedelta
from functools import partial

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.serializers import serialize
from django.db import IntegrityError, connection, transaction

from apps.accounts.models import (
    ErasureRequest,
    LoginSession,
    MailedToken,
    SavedAddress,
    User,
)
from apps.accounts.rules.refusals import StaffAccount, WrongCredentials, WrongPassword
from apps.accounts.services import (
    change_profile,
    erase_user,
    leave,
    look_again_later,
    note_former_customer,
    register_user,
    reopen_account,
    request_erasure,
    sign_in,
)
from apps.notifications.models import Contact
from outbox_relay import cursors
from outbox_relay.cursors import Lane
from shop.events.accounts import (
    CustomerContactChanged,
    ErasurePostponed,
    UserErased,
    UserRegistered,
)
from shop.events.base import ERASED
from shop.events.orders import OrderClaimed
from shop.kernel import bus, clock
from shop.kernel.customer_keys import ensured_key, known_key
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedKey
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.factories.accounts import (
    PASSWORD,
    ErasureRequestFactory,
    LoginSessionFactory,
    MailedTokenFactory,
    SavedAddressFactory,
    UserFactory,
)
from tests.outbox_relay.arrange import durable, step_until_idle
from tests.together import at_once

ADA = {"email": "ada@example.com", "password": PASSWORD, "name": "Ada Lovelace"}
SOON = timedelta(hours=1)


class OrderUnderWay(DomainError):
    """Somebody needs to know where to send a parcel."""

    code = "order_under_way"


@pytest.fixture
def ada(db):
    return register_user(**ADA, phone="+44 20 1234567")


@pytest.fixture
def order_under_way():
    """`order_under_way.clear()` once there is none any more."""
    orders = {"one"}

    def refuse(*, event: UserErased, **_: object) -> None:
        if orders:
            raise OrderUnderWay("An order is under way.")

    bus._during.connect(refuse, sender=UserErased, weak=False)
    yield orders
    bus._during.disconnect(refuse, sender=UserErased)


def test_who_wants_to_be_forgotten_is_signed_out_at_once(ada, published):
    session = LoginSessionFactory(user=ada)

    leave(customer_id=ada.customer_id, password=PASSWORD)

    session.refresh_from_db()
    assert session.revoke_reason == "account_closed"
    with pytest.raises(WrongCredentials):
        sign_in(email=ada.email, password=PASSWORD)
    assert published(UserErased) == []


def test_nobody_is_forgotten_by_a_stranger_or_twice(ada):
    with pytest.raises(WrongPassword):
        leave(customer_id=ada.customer_id, password="guess")
    assert not ErasureRequest.objects.exists()

    request_erasure(customer_id=ada.customer_id)
    request_erasure(customer_id=ada.customer_id)
    assert ErasureRequest.objects.count() == 1
    with pytest.raises(NotFound):
        leave(customer_id=ada.customer_id, password=PASSWORD)


def test_nothing_is_erased_while_an_access_token_could_still_buy(ada, do_jobs, settings):
    request_erasure(customer_id=ada.customer_id)

    with clock.travelled_to(clock.now() + settings.ACCESS_TOKEN_LIFETIME):
        assert do_jobs() == 0

    ada.refresh_from_db()
    assert ada.erased_at is None


def test_when_the_time_has_come_nothing_tells_who_it_was(ada, do_jobs, published):
    SavedAddressFactory(user=ada, name="Ada Lovelace")
    LoginSessionFactory(user=ada)
    MailedTokenFactory(user=ada)
    Group.objects.create(name="friends").user_set.add(ada)
    change_profile(customer_id=ada.customer_id, wants_news=True)
    LogEntry.objects.create(
        user=UserFactory(name="Grace Hopper"),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(ada.pk),
        object_repr=str(ada),
        action_flag=2,
    )
    request_erasure(customer_id=ada.customer_id)

    with clock.travelled_to(clock.now() + SOON):
        assert do_jobs() == 1

    assert published(UserErased) == [
        UserErased(user_id=ada.customer_id, customer_id=ada.customer_id)
    ]
    assert [event.email for event in published(UserRegistered)] == [ERASED]
    assert {event.phone for event in published(CustomerContactChanged)} == {ERASED}
    assert "Lovelace" not in everything_kept()
    assert "ada@example.com" not in everything_kept()
    assert known_key(ada.customer_id) is None


def everything_kept():
    models = (User, SavedAddress, LoginSession, MailedToken, ErasureRequest, LogEntry)
    return serialize("json", [row for model in models for row in model.objects.all()])


def test_the_address_is_free_for_a_new_account(ada):
    ErasureRequestFactory(user=ada)
    erase_user(customer_id=ada.customer_id)

    again = register_user(**ADA)

    assert again.customer_id != ada.customer_id


def test_while_an_order_is_under_way_nothing_is_erased(ada, do_jobs, order_under_way, published):
    request_erasure(customer_id=ada.customer_id)

    with clock.travelled_to(clock.now() + SOON):
        do_jobs()
        assert do_jobs() == 0
        ada.refresh_from_db()
        assert (ada.email, ada.erased_at) == ("ada@example.com", None)
        assert published(UserErased) == []

        order_under_way.clear()
        with clock.travelled_to(clock.now() + ErasureRequest.look_again_after):
            do_jobs()

    ada.refresh_from_db()
    assert ada.erased_at is not None
    assert len(published(UserErased)) == 1


def test_a_member_is_told_once_why_it_takes_longer(ada, do_jobs, order_under_way, published):
    request_erasure(customer_id=ada.customer_id)

    for hours in (1, 3, 5):
        with clock.travelled_to(clock.now() + timedelta(hours=hours)):
            do_jobs()

    (told,) = published(ErasurePostponed)
    assert (told.customer_id, told.reason) == (ada.customer_id, "order_under_way")
    assert ErasureRequest.objects.get().reason == "order_under_way"


def test_another_reason_is_told_as_well(ada, published):
    request = ErasureRequestFactory(user=ada, claims=1)

    for reason in ("order_under_way", "wallet_holds_money", "wallet_holds_money"):
        look_again_later(request_id=request.id, claims=1, reason=reason)

    reasons = [event.reason for event in published(ErasurePostponed)]
    assert reasons == ["order_under_way", "wallet_holds_money"]


def test_a_refused_erasure_leaves_the_key(ada, order_under_way):
    ErasureRequestFactory(user=ada)

    with pytest.raises(OrderUnderWay):
        erase_user(customer_id=ada.customer_id)

    assert known_key(ada.customer_id) is not None


def test_who_is_let_in_again_meanwhile_is_not_erased(ada, do_jobs):
    request_erasure(customer_id=ada.customer_id)
    reopen_account(customer_id=ada.customer_id)

    with clock.travelled_to(clock.now() + SOON):
        assert do_jobs() == 0

    erase_user(customer_id=ada.customer_id)
    assert sign_in(email=ada.email, password=PASSWORD).customer_id == ada.customer_id


def test_nobody_gets_the_account_of_an_erased_person(ada):
    ErasureRequestFactory(user=ada)
    erase_user(customer_id=ada.customer_id)

    with pytest.raises(DomainError, match="nobody can have it"):
        reopen_account(customer_id=ada.customer_id)


def test_staff_are_not_erased_before_their_rights_are_gone(db):
    boss = User.objects.create_superuser("boss@example.com", PASSWORD)

    with pytest.raises(StaffAccount, match="take its rights away"):
        request_erasure(customer_id=boss.customer_id)

    boss.refresh_from_db()
    assert boss.is_active


def test_the_guest_that_a_member_was_is_forgotten_as_well(ada, published):
    guest = new_id()
    ensured_key(guest)
    note_former_customer(customer_id=ada.customer_id, former_customer_id=guest)
    note_former_customer(customer_id=ada.customer_id, former_customer_id=guest)
    ErasureRequestFactory(user=ada)

    erase_user(customer_id=ada.customer_id)

    assert [event.former_customer_ids for event in published(UserErased)] == [(guest,)]
    assert known_key(guest) is None


def test_a_claimed_order_tells_as_whom_the_member_bought(ada, deliver):
    guest = new_id()
    claimed = OrderClaimed(
        order_id=new_id(), number="A1", customer_id=ada.customer_id, former_customer_id=guest
    )
    unit_of_work(bus.publish)(claimed)

    deliver("accounts")

    assert [former.customer_id for former in ada.former_customers.all()] == [guest]


def test_a_guest_who_turns_out_to_be_erased_is_forgotten_as_soon_as_nobody_needs_them(
    ada, do_jobs, order_under_way, published
):
    ErasureRequestFactory(user=ada)
    guest = new_id()
    ensured_key(guest)
    order_under_way.clear()
    erase_user(customer_id=ada.customer_id)

    order_under_way.add("that of the guest")
    note_former_customer(customer_id=ada.customer_id, former_customer_id=guest)
    do_jobs()
    assert known_key(guest) is not None
    order_under_way.clear()
    with clock.travelled_to(clock.now() + ErasureRequest.look_again_after):
        do_jobs()

    assert published(UserErased)[-1].former_customer_ids == (guest,)
    assert known_key(guest) is None


@pytest.mark.django_db(transaction=True)
def test_nobody_is_forgotten_before_all_that_was_told_of_them_is_heard(do_jobs, published):
    cursors.add_missing([Lane(name) for name in bus.consumers()])
    ada = register_user(**ADA)
    request_erasure(customer_id=ada.customer_id)
    behind = durable("notifications")
    for name in set(bus.consumers()) - {"notifications"}:
        step_until_idle(durable(name))

    with clock.travelled_to(clock.now() + SOON):
        do_jobs()
        assert ErasureRequest.objects.get().reason == "news_under_way"
        assert known_key(ada.customer_id) is not None
        assert published(ErasurePostponed) == []

        step_until_idle(behind)
        assert Contact.objects.get(pk=ada.customer_id).name == "Ada Lovelace"
        with clock.travelled_to(clock.now() + ErasureRequest.news_pass_within):
            do_jobs()
            assert known_key(ada.customer_id) is None

        step_until_idle(behind)
        assert Contact.objects.get(pk=ada.customer_id).erased_at is not None
    assert not OutboxParkedKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_erasures_at_once_one_is_told(published):
    request = ErasureRequestFactory()

    outcomes = at_once([partial(erase_user, customer_id=request.user_id)] * 3)

    assert outcomes == [None] * 3
    assert len(published(UserErased)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_commit_undoes_all_of_it(published):
    ada = register_user(**ADA)
    ErasureRequestFactory(user=ada)

    def crash(*, event: UserErased, **_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    bus._during.connect(crash, sender=UserErased, weak=False)
    try:
        with pytest.raises(Exception, match="terminat"):
            erase_user(customer_id=ada.customer_id)
    finally:
        bus._during.disconnect(crash, sender=UserErased)
        connection.close()

    assert User.objects.get(pk=ada.pk).name == "Ada Lovelace"
    assert known_key(ada.customer_id) is not None
    assert ErasureRequest.objects.count() == 1
    erase_user(customer_id=ada.customer_id)
    assert len(published(UserErased)) == 1


@pytest.mark.parametrize("change", [{"is_active": True}, {"name": "Ada"}, {"is_staff": True}])
def test_the_database_keeps_the_erased_nameless_too(ada, change):
    ErasureRequestFactory(user=ada)
    erase_user(customer_id=ada.customer_id)

    with pytest.raises(IntegrityError, match="user_erased_is_nobody"), transaction.atomic():
        User.objects.filter(pk=ada.pk).update(**change)
