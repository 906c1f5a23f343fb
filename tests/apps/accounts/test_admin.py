import pytest
from django.urls import reverse

from apps.accounts.models import ErasureRequest, LoginSession, User
from shop.events.accounts import CustomerContactChanged, PasswordResetRequested
from tests.factories.accounts import (
    PASSWORD,
    ErasureRequestFactory,
    LoginSessionFactory,
    SavedAddressFactory,
    UserFactory,
)

# What the page's list of addresses, which nobody changes there, sends along.
NO_ADDRESSES = {"addresses-TOTAL_FORMS": "0", "addresses-INITIAL_FORMS": "0"}


@pytest.fixture
def staff(client, db):
    client.force_login(User.objects.create_superuser("boss@example.com", PASSWORD))
    return client


def test_staff_sign_in_to_the_admin_site_by_mail_and_password(client, db):
    User.objects.create_superuser("Boss@example.com", PASSWORD)

    answer = client.post(
        reverse("admin:login"),
        {"username": "BOSS@example.com", "password": PASSWORD, "next": reverse("admin:index")},
    )

    assert answer.headers["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_correction_by_staff_is_told_to_the_others(staff, published):
    user = UserFactory(name="Ada Lovelace")

    answer = staff.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {
            "name": "Ada King",
            "phone": "",
            "locale": "en",
            "email": "eve@example.com",
            **NO_ADDRESSES,
        },
    )

    user.refresh_from_db()
    assert answer.status_code == 302
    assert user.name == "Ada King"
    assert user.email != "eve@example.com"
    assert [event.name for event in published(CustomerContactChanged)] == ["Ada King"]


def test_a_correction_that_does_not_fit_is_shown_in_the_form(staff):
    user = UserFactory()

    answer = staff.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {"name": "Ada", "phone": "call me", "locale": "en", **NO_ADDRESSES},
    )

    assert answer.status_code == 200
    assert "Enter a phone number like" in answer.content.decode()


def test_a_closed_account_is_shown_but_cannot_be_corrected(staff):
    user = UserFactory(name="Ada Lovelace", is_active=False)
    page = reverse("admin:accounts_user_change", args=[user.pk])

    answer = staff.post(page, {"name": "Ada King", "phone": "", "locale": "en"})

    user.refresh_from_db()
    assert (answer.status_code, user.name) == (403, "Ada Lovelace")
    assert staff.get(page).status_code == 200


def test_staff_close_reopen_and_sign_out_accounts(staff):
    session = LoginSessionFactory()
    user = session.user

    def act(name):
        return staff.post(
            reverse("admin:accounts_user_changelist"),
            {"action": name, "_selected_action": [str(user.pk)]},
        )

    act("sign_out")
    session.refresh_from_db()
    act("close_accounts")
    user.refresh_from_db()
    assert (session.revoke_reason, user.is_active) == ("logged_out_everywhere", False)

    act("reopen_accounts")
    user.refresh_from_db()
    assert user.is_active


def test_sessions_are_shown_without_their_tokens_and_cannot_be_changed(staff):
    session = LoginSessionFactory()

    listed = staff.get(reverse("admin:accounts_loginsession_changelist"), {"q": session.user.email})
    page = staff.get(reverse("admin:accounts_loginsession_change", args=[session.pk]))

    assert session.user_agent in listed.content.decode()
    assert str(session.current_refresh) not in page.content.decode()
    assert staff.get(reverse("admin:accounts_loginsession_add")).status_code == 403
    assert LoginSession.objects.count() == 1


def act(staff, name, *users):
    return staff.post(
        reverse("admin:accounts_user_changelist"),
        {"action": name, "_selected_action": [str(user.pk) for user in users]},
        follow=True,
    )


def test_staff_mail_a_link_to_set_a_new_password(staff, published):
    user = UserFactory()

    act(staff, "send_resets", user)

    assert [event.email for event in published(PasswordResetRequested)] == [user.email]


def test_staff_erase_members_but_nobody_of_the_staff(staff):
    member, boss = UserFactory(), User.objects.get(is_superuser=True)

    page = act(staff, "erase_owners", member, boss)

    assert [request.user for request in ErasureRequest.objects.all()] == [member]
    assert "take its rights away first" in page.content.decode()
    waiting = staff.get(reverse("admin:accounts_erasurerequest_changelist"))
    assert member.email in waiting.content.decode()


@pytest.mark.parametrize("name", ["user", "loginsession", "erasurerequest"])
def test_lists_ask_the_same_however_long_they_are(staff, django_assert_max_num_queries, name):
    ErasureRequestFactory.create_batch(3)
    LoginSessionFactory.create_batch(12)
    page = reverse(f"admin:accounts_{name}_changelist")

    with django_assert_max_num_queries(6):
        assert staff.get(page, {"q": "person"}).status_code == 200


def test_a_members_page_asks_the_same_however_many_addresses_there_are(
    staff, django_assert_max_num_queries
):
    user = UserFactory()
    SavedAddressFactory.create_batch(8, user=user)

    with django_assert_max_num_queries(5):
        page = staff.get(reverse("admin:accounts_user_change", args=[user.pk]))

    assert page.content.decode().count("12 St James") == 8
