import re
from decimal import Decimal

import pytest
from django.test import Client

from apps.accounts.models import ErasureRequest, SavedAddress, User
from apps.accounts.services import open_session, register_user
from apps.notifications.queries import phone_channel_of
from apps.orders.models import Order
from apps.orders.queries import cart_of
from apps.orders.services import add_to_cart
from apps.payments.services import credit_wallet
from shop.events.accounts import EmailVerificationRequested, PasswordResetRequested
from shop.events.base import Money
from shop.kernel.identity import new_id
from tests.factories.accounts import SavedAddressFactory, UserFactory
from tests.factories.payments import SavedCardFactory
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db

PASSWORD = "seven tins of tea"  # noqa: S105 - of nobody
NEW = "nine jars of honey"
HOME = {
    "name": "Ada Lovelace",
    "line1": "Unter den Linden 1",
    "line2": "",
    "postal_code": "10117",
    "city": "Berlin",
    "country": "DE",
}


@pytest.fixture
def ada(db) -> User:
    return register_user(name="Ada Lovelace", email="ada@example.com", password=PASSWORD)


@pytest.fixture
def member(client, ada):
    """Ada's browser."""
    client.force_login(ada)
    return client


def sign_in(client, password=PASSWORD, **more):
    return client.post(
        "/account/sign-in", {"email": "ada@example.com", "password": password, **more}
    )


def text_after(client, answer) -> str:
    assert answer.status_code == 302
    return Page(client.get(answer["Location"])).text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/wallet",
        "/profile",
        "/password",
        "/email",
        "/export",
        "/leave",
        "/addresses/new",
        "/verify/x",
    ],
)
def test_strangers_are_asked_to_sign_in_and_come_back(client, ada, path):
    answer = client.get(f"/account{path}")

    assert answer["Location"] == f"/account/sign-in?next=/account{path}"


def test_the_account_shows_all_there_is(member, ada):
    SavedAddressFactory(user=ada, line1="12 St James's Square")
    open_session(customer_id=ada.customer_id, user_agent="Browser on a tablet")

    page = Page(member.get("/account"))

    for known in ("Ada Lovelace", "ada@example.com", "12 St James", "Browser on a tablet"):
        assert known in page.text


def test_the_account_shows_what_the_wallet_holds(member, ada):
    before = Page(member.get("/account")).text
    held = Money(amount=Decimal("5.00"), currency="EUR")
    credit_wallet(customer_id=ada.customer_id, amount=held, reason="goodwill", key="k")

    page = Page(member.get("/account"))

    assert "Wallet" not in before
    assert "€5.00" in page.text


def test_a_kept_card_is_shown_and_taken_out(member, ada):
    card = SavedCardFactory(customer_id=ada.customer_id, last4="1881")

    before = Page(member.get("/account"))
    after = Page(member.post(f"/account/cards/{card.id}/remove", follow=True))

    assert "Visa ending in 1881" in before.text
    assert "The card is gone." in after.text
    assert "1881" not in after.text


def test_nobody_takes_out_the_card_of_somebody_else(member):
    card = SavedCardFactory()

    member.post(f"/account/cards/{card.id}/remove")

    card.refresh_from_db()
    assert card.state == "kept"


def test_a_changed_profile_is_shown(member):
    form = Page(member.get("/account/profile")).form("")

    answer = member.post("/account/profile", {**form, "name": "Ada King", "wants_news": "on"})

    assert "Ada King" in text_after(member, answer)
    assert User.objects.get().wants_news


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("phone", "call me"), ("locale", "xx")])
def test_a_profile_that_does_not_fit_is_said_so_beside_its_field(member, field, value):
    form = {"name": "Ada", "phone": "", "locale": "en", field: value}

    answer = member.post("/account/profile", form)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_the_way_to_the_phone_is_chosen_once_the_phone_is_known(member, ada, deliver):
    deliver("notifications")
    form = Page(member.get("/account/profile")).form("")

    typed = {**form, "phone": "+44 20 7946 0321", "phone_channel": "whatsapp"}
    member.post("/account/profile", typed)
    deliver("notifications")

    assert (form["phone_channel"], phone_channel_of(ada.customer_id)) == ("sms", "whatsapp")
    assert Page(member.get("/account/profile")).form("")["phone_channel"] == "whatsapp"
    member.post("/account/profile", {**typed, "phone_channel": ""})
    assert phone_channel_of(ada.customer_id) == ""


def test_a_phone_without_its_country_gets_no_news(member):
    form = {"name": "Ada King", "phone": "030 1234567", "locale": "en"}

    refused = member.post("/account/profile", {**form, "phone_channel": "sms"})
    taken = member.post("/account/profile", {**form, "phone_channel": ""})

    assert 'id="id_phone_error"' in refused.content.decode()
    assert "Write it with + and the country" in refused.content.decode()
    assert "Ada King" in text_after(member, taken)


def test_who_has_no_phone_needs_none(member, deliver):
    deliver("notifications")
    form = Page(member.get("/account/profile")).form("")

    answer = member.post("/account/profile", {**form, "name": "Ada King"})

    assert (form["phone"], form["phone_channel"]) == ("", "sms")
    assert "Ada King" in text_after(member, answer)


def test_what_one_part_of_the_profile_refuses_undoes_the_other(member):
    form = {"name": "Ada King", "phone": "+44 20 7946 0321", "locale": "en"}

    answer = member.post("/account/profile", {**form, "phone_channel": "sms"})

    assert "Nobody told yet how to reach you" in Page(answer).text
    assert User.objects.get().name == "Ada Lovelace"


def test_a_shop_without_carriers_asks_for_no_way_to_the_phone(member, settings):
    settings.NOTIFICATION_CHANNELS = {"email": settings.NOTIFICATION_CHANNELS["email"]}

    form = Page(member.get("/account/profile")).form("")
    answer = member.post("/account/profile", {**form, "name": "Ada King"})

    assert "phone_channel" not in form
    assert "Ada King" in text_after(member, answer)


def test_a_new_password_keeps_this_browser_signed_in_and_no_other(member, ada):
    elsewhere = Client()
    elsewhere.force_login(ada)

    wrong = member.post("/account/password", {"current_password": "x", "password": NEW})
    done = member.post("/account/password", {"current_password": PASSWORD, "password": NEW})

    assert 'id="id_current_password_error"' in wrong.content.decode()
    assert "You have a new password" in text_after(member, done)
    assert elsewhere.get("/account").status_code == 302
    assert sign_in(Client(), NEW).status_code == 302


def test_everything_else_is_signed_out_on_demand(member, ada):
    elsewhere = Client()
    elsewhere.force_login(ada)

    answer = member.post("/account/devices/sign-out")

    assert "Everything else was signed out" in text_after(member, answer)
    assert elsewhere.get("/account").status_code == 302


def test_a_forgotten_password_is_set_by_the_link_of_a_mail(client, ada, published, deliver):
    known = client.post("/account/forgotten", {"email": "ada@example.com"})
    unknown = client.post("/account/forgotten", {"email": "eve@example.com"})
    deliver("accounts")
    link = f"/account/reset/{published(PasswordResetRequested)[0].token}"

    looked = client.get(link)
    weak = client.post(link, {"password": "short"})
    done = text_after(client, client.post(link, {"password": NEW}))
    again = client.post(link, {"password": NEW})

    assert known["Location"] == unknown["Location"] == "/account/reset"
    assert (looked.status_code, looked["Referrer-Policy"]) == (200, "same-origin")
    assert 'id="id_password_error"' in weak.content.decode()
    assert "Sign in with your new password" in done
    assert (again.status_code, sign_in(client, NEW).status_code) == (422, 302)
    assert "/account/forgotten" in Page(again).links


def test_the_link_of_a_mail_verifies_the_address_once_somebody_says_so(client, ada, published):
    link = f"/account/verify/{published(EmailVerificationRequested)[0].token}"

    asked = client.get(link)
    sign_in(client)
    looked = client.get(link)
    assert User.objects.get().email_verified_at is None
    done = client.post(link)

    assert asked["Location"].startswith("/account/sign-in?next=/account/verify/")
    assert looked.status_code == 200
    assert "ada@example.com is your verified address" in text_after(client, done)
    assert client.post(link).status_code == 422


def test_a_new_address_is_taken_by_the_link_of_a_mail(member, published):
    wrong = member.post("/account/email", {"email": "b@example.com", "password": "x"})
    asked = member.post("/account/email", {"email": "b@example.com", "password": PASSWORD})
    token = published(EmailVerificationRequested)[-1].token

    assert 'id="id_password_error"' in wrong.content.decode()
    assert "ada@example.com" in text_after(member, asked)
    assert "b@example.com" in text_after(member, member.post(f"/account/verify/{token}"))


def test_the_mail_is_sent_once_more_on_demand(member, published):
    answer = member.post("/account/email/verification")

    assert "on its way" in text_after(member, answer)
    assert len(published(EmailVerificationRequested)) == 2


def test_an_address_is_added_once_however_often_its_button_is_pressed(member, ada, tea):
    form = {**Page(member.get("/account/addresses/new")).form(""), **HOME}

    for _ in range(2):
        answer = member.post("/account/addresses/new", form)

    assert "Unter den Linden 1" in text_after(member, answer)
    assert SavedAddress.objects.get().is_default


def test_addresses_are_changed_preferred_and_removed(member, ada, tea):
    first = SavedAddressFactory(user=ada, is_default=True)
    second = SavedAddressFactory(user=ada)
    form = Page(member.get(f"/account/addresses/{second.id}")).form("")

    member.post(f"/account/addresses/{second.id}", {**form, **HOME})
    member.post(f"/account/addresses/{second.id}/prefer")
    member.post(f"/account/addresses/{first.id}/remove")
    again = member.post(f"/account/addresses/{first.id}/remove")

    kept = SavedAddress.objects.get()
    assert (kept.id, kept.line1, kept.is_default) == (second.id, "Unter den Linden 1", True)
    assert again.status_code == 302


@pytest.mark.parametrize("path", ["", "/prefer"])
def test_the_address_of_a_stranger_is_not_there(member, path):
    foreign = SavedAddressFactory()

    assert member.post(f"/account/addresses/{foreign.id}{path}", HOME).status_code == 404
    assert member.get(f"/account/addresses/{foreign.id}").status_code == 404
    member.post(f"/account/addresses/{foreign.id}/remove")
    assert SavedAddress.objects.filter(pk=foreign.pk).exists()


def test_mistakes_are_summed_up_above_the_form(member, tea):
    answer = member.post("/account/addresses/new", {**HOME, "key": "k", "postal_code": "1"})

    page = Page(answer)
    assert "#id_postal_code" in page.links
    assert page.text.count("A postal code of Germany has five digits, like 20457.") == 2


def test_an_address_that_does_not_fit_is_said_so(member):
    answer = member.post("/account/addresses/new", {**HOME, "city": "", "key": "k"})

    assert answer.status_code == 422
    assert 'id="id_city_error"' in answer.content.decode()


def test_a_copy_of_the_data_is_a_file(member):
    answer = member.get("/account/export")

    assert "attachment" in answer["Content-Disposition"]
    assert answer.json()["profile"]["email"] == "ada@example.com"


def test_who_leaves_says_the_password_and_is_signed_out(member):
    wrong = member.post("/account/leave", {"password": "x"})
    left = member.post("/account/leave", {"password": PASSWORD})

    assert 'id="id_password_error"' in wrong.content.decode()
    assert "Farewell" in text_after(member, left)
    assert ErasureRequest.objects.count() == 1
    assert member.get("/account").status_code == 302
    assert sign_in(Client()).status_code == 422


def test_the_wallet_shows_how_its_money_came_and_went_page_by_page(member, ada, put_in):
    empty = Page(member.get("/account/wallet")).text
    for number in range(21):
        credit_wallet(
            customer_id=ada.customer_id,
            amount=Money(amount=Decimal("5.00"), currency="EUR"),
            reason="goodwill",
            key=f"gift {number}",
        )
    put_in()
    form = {**Page(member.get("/checkout")).form("/checkout"), **HOME}
    asked = Page(member.post("/checkout", {**form, "update": "1"}))
    paying = Page(member.post("/checkout", asked.form("/checkout") | HOME, follow=True))
    order = Order.objects.get()

    member.post(f"/orders/{order.number}/pay", {"method": "wallet", "key": "k"})

    first, second = (Page(member.get(f"/account/wallet?page={page}")) for page in (1, 2))
    assert "Nothing yet" in empty
    assert "€105.00: you can pay from it on the next page, and €92.50 is left." in asked.text
    assert "It holds €105.00; €92.50 is left then." in paying.text
    assert f"You paid: order {order.number} \N{MINUS SIGN}€12.50 €92.50" in first.text
    assert f"/orders/{order.number}" in first.links
    assert first.text.count("A gift from us") == 19
    assert second.text.count("A gift from us +€5.00") == 2


def test_a_member_sees_nobody_elses_wallet(member):
    credit_wallet(
        customer_id=new_id(),
        amount=Money(amount=Decimal("5.00"), currency="EUR"),
        reason="goodwill",
        key="k",
    )

    assert "Nothing yet" in Page(member.get("/account/wallet")).text


def test_who_leaves_with_money_in_the_wallet_is_told_what_becomes_of_it(member, ada):
    before = Page(member.get("/account/leave")).text
    credit_wallet(
        customer_id=ada.customer_id,
        amount=Money(amount=Decimal("5.00"), currency="EUR"),
        reason="goodwill",
        key="k",
    )

    page = Page(member.get("/account/leave"))

    assert "wallet holds" not in before
    assert "Your wallet holds €5.00" in page.text


def test_nothing_is_changed_by_a_link(member):
    for path in ("devices/sign-out", "email/verification"):
        assert member.get(f"/account/{path}").status_code == 405


def test_what_a_guest_had_in_the_cart_is_in_the_members_cart(client, ada, tea):
    guest = new_id()
    session = client.session
    session["guest_customer_id"] = str(guest)
    session.save()
    add_to_cart(customer_id=guest, sku="TEA-100", quantity=2)
    add_to_cart(customer_id=ada.customer_id, sku="TEA-100", quantity=1)

    sign_in(client)

    assert [line.quantity for line in cart_of(ada.customer_id).lines] == [3]
    assert not cart_of(guest).lines


def test_no_form_of_an_account_is_kept_by_browsers_or_proxies(member):
    for path in ("", "/profile", "/password", "/leave"):
        assert re.search("no-store|private", member.get(f"/account{path}")["Cache-Control"])


def test_a_stranger_who_is_signed_in_cannot_take_the_link_of_somebody_else(member, published):
    bob = UserFactory()
    other = Client()
    other.force_login(bob)

    answer = other.post(f"/account/verify/{published(EmailVerificationRequested)[0].token}")

    assert answer.status_code == 422
    assert "another account" in Page(answer).text
