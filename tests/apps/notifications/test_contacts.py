import pytest

from apps.notifications.models import Contact, KnownOrder
from apps.notifications.queries import contact_of, phone_channel_of
from apps.notifications.services import choose_phone_channel
from shop.events.accounts import CustomerContactChanged
from shop.events.orders import OrderClaimed
from shop.kernel.customer_keys import forget_key
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.notifications.facts import placed
from tests.factories.notifications import ContactFactory, KnownOrderFactory


def test_a_changed_contact_replaces_all_that_was_known(hear):
    contact = ContactFactory(email="old@example.com", phone="+44 20 1234567", locale="fr")

    hear(
        CustomerContactChanged(
            customer_id=contact.customer_id, name="Ada King", email="new@example.com"
        )
    )

    contact.refresh_from_db()
    assert (contact.name, contact.email) == ("Ada King", "new@example.com")
    assert (contact.phone, contact.locale) == ("", "en")


def test_a_guest_is_known_from_the_first_order(hear):
    event = placed()

    hear(event)

    contact = Contact.objects.get(customer_id=event.customer_id)
    assert (contact.name, contact.email) == ("Grace O'Hopper", "grace@example.com")
    assert KnownOrder.objects.get(pk=event.order_id).number == "7KQ2M-9XBDT"


def test_an_order_does_not_replace_a_contact_that_is_known(hear):
    contact = ContactFactory(name="Ada Lovelace", email="ada@example.com")

    hear(placed(customer_id=contact.customer_id))

    contact.refresh_from_db()
    assert (contact.name, contact.email) == ("Ada Lovelace", "ada@example.com")


def test_somebody_erased_before_the_event_came_leaves_no_contact(hear, redeliver):
    event = placed()
    stored = hear(event)
    Contact.objects.all().delete()
    forget_key(event.customer_id)

    redeliver(stored)

    assert not Contact.objects.exists()


def test_a_late_change_of_somebody_erased_forgets_the_contact(hear, redeliver):
    contact = ContactFactory()
    stored = hear(
        CustomerContactChanged(
            customer_id=contact.customer_id, name="Ada King", email="ada@example.com"
        )
    )
    forget_key(contact.customer_id)

    redeliver(stored)

    assert contact_of(contact.customer_id) is None
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.phone) == ("", "", "")


def test_a_changed_contact_keeps_the_chosen_channel(hear):
    contact = ContactFactory(phone_channel="whatsapp")

    hear(
        CustomerContactChanged(
            customer_id=contact.customer_id, name="Ada", email="ada@example.com", phone="+44201"
        )
    )

    contact.refresh_from_db()
    assert (contact.phone, contact.phone_channel) == ("+44201", "whatsapp")


@pytest.mark.parametrize("chosen", ["sms", "whatsapp", ""])
def test_a_customer_chooses_where_short_news_go(db, chosen):
    contact = ContactFactory()

    choose_phone_channel(customer_id=contact.customer_id, phone_channel=chosen)

    assert phone_channel_of(contact.customer_id) == chosen


@pytest.mark.parametrize("wrong", ["pigeon", "email"])
def test_only_channels_that_the_shop_offers_can_be_chosen(db, wrong):
    contact = ContactFactory()

    with pytest.raises(InvalidInput, match="Choose one of sms, whatsapp, or nothing"):
        choose_phone_channel(customer_id=contact.customer_id, phone_channel=wrong)


def test_nobody_can_choose_before_the_contact_is_known(db):
    with pytest.raises(NotFound):
        choose_phone_channel(customer_id=new_id(), phone_channel="sms")


def test_a_claimed_order_is_told_to_its_new_owner(hear):
    order = KnownOrderFactory()
    member = new_id()

    hear(
        OrderClaimed(
            order_id=order.order_id,
            number=order.number,
            customer_id=member,
            former_customer_id=order.customer_id,
        )
    )

    order.refresh_from_db()
    assert order.customer_id == member
