from apps.notifications.models import Contact, KnownOrder
from shop.events.accounts import CustomerContactChanged
from shop.kernel.customer_keys import forget_key
from tests.apps.notifications.facts import placed
from tests.factories.notifications import ContactFactory


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

    assert not Contact.objects.exists()
