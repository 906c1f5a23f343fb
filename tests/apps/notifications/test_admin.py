import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from apps.notifications.admin import ContactAdmin, KnownOrderAdmin, MessageAdmin
from apps.notifications.models import Contact, KnownOrder, Message
from tests.factories.accounts import UserFactory
from tests.factories.notifications import ContactFactory, KnownOrderFactory, MessageFactory

SOME_ID = "0190b3a4-0000-7000-8000-000000000001"


@pytest.fixture
def staff(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(
    ("name", "factory"),
    [("contact", ContactFactory), ("knownorder", KnownOrderFactory), ("message", MessageFactory)],
)
def test_staff_look_but_change_nothing(staff, name, factory):
    row = factory()
    changed = reverse(f"admin:notifications_{name}_change", args=[row.pk])

    listed = staff.get(reverse(f"admin:notifications_{name}_changelist"), {"q": str(row.pk)})

    assert str(row.pk) in listed.content.decode()
    assert staff.get(changed).status_code == 200
    assert staff.post(changed, {}).status_code == 403
    assert staff.get(reverse(f"admin:notifications_{name}_add")).status_code == 403
    assert (
        staff.post(reverse(f"admin:notifications_{name}_delete", args=[row.pk])).status_code == 403
    )


MESSAGES = "admin:notifications_message_changelist"


def resend(client, *messages):
    chosen = {"action": "send_messages_again", "_selected_action": [m.pk for m in messages]}
    return client.post(reverse(MESSAGES), chosen, follow=True)


@pytest.mark.parametrize("typed", ["7KQ2M-9XBDT", " 7kq2m-9xbdt"])
def test_messages_are_found_by_the_number_of_their_order(staff, typed):
    MessageFactory(order_number="7KQ2M-9XBDT", subject="The one")
    MessageFactory(order_number="7KQ2M-9XBDX", subject="Another one")

    listed = staff.get(reverse(MESSAGES), {"q": typed}).content.decode()

    assert "The one" in listed
    assert "Another one" not in listed


def test_a_long_list_asks_no_more_than_a_short_one(staff, django_assert_max_num_queries):
    for _ in range(30):
        MessageFactory()

    with django_assert_max_num_queries(8):
        listed = staff.get(reverse(MESSAGES), {"q": "7KQ2M-9XBDT", "state__exact": "waiting"})
    with django_assert_max_num_queries(8):
        staff.get(reverse(MESSAGES))

    assert listed.status_code == 200


def test_a_secret_is_not_shown(staff):
    message = MessageFactory(body="Here: [secret]", secret="t0k3n-t0k3n")

    shown = staff.get(reverse("admin:notifications_message_change", args=[message.pk]))

    assert "t0k3n-t0k3n" not in shown.content.decode()


def test_lost_messages_are_sent_again_and_others_say_why_not(staff):
    lost = MessageFactory(state="failed", due_at=None, error="smtp_550")
    erased = MessageFactory(state="undeliverable", due_at=None, error="erased", body="")

    shown = resend(staff, lost, erased).content.decode()

    lost.refresh_from_db()
    assert lost.state == "waiting"
    assert "1 of 2 go out again" in shown
    assert "text is not kept" in shown


@pytest.mark.parametrize(("granted", "state"), [([], "failed"), (["resend_message"], "waiting")])
def test_only_who_may_sends_again(client, db, granted, state):
    clerk = UserFactory(is_staff=True)
    names = ["view_message", *granted]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    lost = MessageFactory(state="failed", due_at=None, error="smtp_550")

    resend(client, lost)

    lost.refresh_from_db()
    assert lost.state == state


@pytest.mark.parametrize(
    ("page", "term"),
    [
        (ContactAdmin, "ada@example.com"),
        (ContactAdmin, SOME_ID),
        (KnownOrderAdmin, "7KQ2M-9XBDT"),
        (KnownOrderAdmin, SOME_ID),
        (MessageAdmin, "7KQ2M-9XBDT"),
        (MessageAdmin, SOME_ID),
        (MessageAdmin, ""),
    ],
)
def test_no_search_reads_a_whole_table(db, rf, page, term):
    model = {ContactAdmin: Contact, KnownOrderAdmin: KnownOrder, MessageAdmin: Message}[page]
    found, _ = page(model, admin.site).get_search_results(rf.get("/"), model.objects.all(), term)
    with connection.cursor() as cursor:
        # So small a table PostgreSQL would rather read whole.
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = found.order_by(*page.ordering)[:50].explain()

    assert "Index" in plan
    assert "Seq Scan" not in plan
