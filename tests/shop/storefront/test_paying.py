from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from apps.orders.models import Order
from apps.orders.services import stop_order
from apps.payments.models import AttemptState, PaymentAttempt
from apps.payments.queries import balance_of
from apps.payments.rules import Action, ActionKind, Charge, ChargeStatus
from apps.payments.services import choose_gateway, credit_wallet, record_charge
from shop.events.base import Money
from shop.kernel import clock, jobs
from tests.factories.accounts import UserFactory
from tests.factories.payments import SavedCardFactory
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db

TOKEN = "tok_4242424242424242"  # noqa: S105 - the sandbox's test card


def returned(client: Client, order: Order, *, token: str = TOKEN, follow: bool = False):
    return client.get(f"/orders/{order.number}/card-returned", {"token": token}, follow=follow)


def test_the_card_page_sends_the_buyer_back_to_the_host_he_came_from(client, bought):
    page = Page(client.get(f"/orders/{bought.number}/pay", headers={"host": "localhost"}))

    (card_page,) = [link for link in page.links if "/gateway/card" in link]
    assert f"return_url=http%3A%2F%2Flocalhost%2Forders%2F{bought.number}" in card_page


def test_back_with_a_token_the_gateway_is_asked_for_the_money(client, bought):
    page = Page(returned(client, bought, follow=True))

    assert PaymentAttempt.objects.get().token == TOKEN
    assert "Your payment is being checked" in page.text


def test_reloading_the_way_back_asks_once(client, bought):
    returned(client, bought)
    returned(client, bought)

    assert PaymentAttempt.objects.count() == 1


def test_another_card_is_another_attempt(client, bought):
    returned(client, bought)
    returned(client, bought, token="tok_4000000000000002")

    assert PaymentAttempt.objects.count() == 2


@pytest.mark.parametrize("token", ["", "\x00", "a b", "x" * 201, "☃"])
def test_a_token_that_is_none_asks_nobody(client, bought, token):
    response = returned(client, bought, token=token)

    assert response["Location"] == f"/orders/{bought.number}"
    assert not PaymentAttempt.objects.exists()


def test_a_cancelled_order_cannot_be_paid(client, bought):
    stop_order(order_id=bought.id)

    pay = client.get(f"/orders/{bought.number}/pay")
    back = returned(client, bought)

    assert pay["Location"] == back["Location"] == f"/orders/{bought.number}"
    assert not PaymentAttempt.objects.exists()


def test_somebody_elses_order_cannot_be_paid(client, bought):
    stranger = Client()

    assert stranger.get(f"/orders/{bought.number}/pay").status_code == 404
    assert returned(stranger, bought).status_code == 404
    assert not PaymentAttempt.objects.exists()


def test_a_payment_under_way_is_not_paid_again(client, bought):
    returned(client, bought)

    response = client.get(f"/orders/{bought.number}/pay")

    assert response["Location"] == f"/orders/{bought.number}"


def page_of(client: Client, order: Order, query: str = "") -> Page:
    return Page(client.get(f"/orders/{order.number}/pay{query}", follow=True))


def press(client: Client, order: Order, method: str, *, key: str = "k", vpa: str = "", **more: str):
    """The button of one way to pay."""
    fields = {"method": method, "key": key, "vpa": vpa, **more}
    return client.post(f"/orders/{order.number}/pay", fields, follow=True)


def gateway_says(status: ChargeStatus, *, kind: ActionKind | None = None, code: str = "") -> None:
    """The gateway has answered about the one attempt there is."""
    attempt = jobs.claim(PaymentAttempt, PaymentAttempt.objects.get().pk)
    if not attempt.gateway:
        choose_gateway(attempt_id=attempt.id, claims=attempt.claims, gateway="sandbox")
    action = kind and Action(
        kind=kind,
        url="" if kind == ActionKind.WAIT else f"{kind}://pay?am=12.50",
        page="https://gateway.example/approvals/1",
        expires_at=clock.now() + timedelta(minutes=5),
    )
    charge = Charge(
        id="ch_1",
        reference=str(attempt.id),
        status=status,
        amount=Decimal("12.50"),
        currency="EUR",
        captured=Decimal(0),
        refunded=Decimal(0),
        decline_code=code or None,
        action=action,
    )
    record_charge(attempt_id=attempt.id, claims=attempt.claims, charge=charge)


@pytest.fixture
def member(client: Client, bought: Order) -> Order:
    """The visitor's order, who has an account and has signed in meanwhile."""
    client.force_login(UserFactory(customer_id=bought.customer_id))
    return bought


def fill(order: Order, amount: str) -> None:
    """So many euros come into the wallet of the order's buyer."""
    credit_wallet(
        customer_id=order.customer_id,
        amount=Money(amount=Decimal(amount), currency="EUR"),
        reason="goodwill",
        key="letter",
    )


def left_in_wallet(order: Order) -> Decimal:
    return balance_of(order.customer_id, currency="EUR").amount


def test_the_ways_to_pay_are_named_with_the_time_that_is_left(client, bought):
    page = page_of(client, bought)

    for words in ("by card", "Pay with a UPI app", "Your UPI id", "10 more minutes"):
        assert words in page.text
    assert "Your wallet" not in page.text


def test_a_upi_app_is_opened_by_a_link_and_by_a_code(client, bought):
    waiting = Page(press(client, bought, "upi_intent"))
    gateway_says(ChargeStatus.REQUIRES_ACTION, kind=ActionKind.UPI_INTENT)

    response = client.get(f"/orders/{bought.number}/pay")

    assert "One moment" in waiting.text
    assert "upi_intent://pay?am=12.50" in Page(response).links
    assert "<svg" in response.content.decode()
    assert '<meta http-equiv="refresh" content="5">' in response.content.decode()


def test_whoever_is_asked_in_the_app_is_told_to_look_there(client, bought):
    press(client, bought, "upi_collect", vpa="ada@bank")
    gateway_says(ChargeStatus.REQUIRES_ACTION, kind=ActionKind.WAIT)

    page = page_of(client, bought)

    assert "Your UPI app asks you to pay €12.50" in page.text
    assert "https://gateway.example/approvals/1" in page.links
    assert PaymentAttempt.objects.get().token == "ada@bank"  # noqa: S105


def test_what_is_no_upi_id_is_said_beside_the_field(client, bought):
    response = press(client, bought, "upi_collect", vpa="ada at bank")

    assert response.status_code == 422
    assert "Write your UPI id like name@bank." in Page(response).text
    assert 'value="ada at bank"' in response.content.decode()
    assert not PaymentAttempt.objects.exists()


def test_a_upi_id_that_is_missing_is_asked_for(client, bought):
    page = Page(press(client, bought, "upi_collect"))

    assert "Write your UPI id like name@bank." in page.text
    assert not PaymentAttempt.objects.exists()


def test_a_card_that_asks_leads_to_the_bank_and_back_to_the_order(client, bought):
    returned(client, bought)
    gateway_says(ChargeStatus.REQUIRES_ACTION, kind=ActionKind.REDIRECT)

    order_page, page = Page(client.get(f"/orders/{bought.number}")), page_of(client, bought)

    assert "Waiting for you to approve" in order_page.text
    assert "redirect://pay?am=12.50" in page.links
    back = PaymentAttempt.objects.get().return_url
    assert back == f"http://testserver/orders/{bought.number}"


def test_another_way_may_be_chosen_while_one_waits(client, bought):
    press(client, bought, "upi_intent")
    gateway_says(ChargeStatus.REQUIRES_ACTION, kind=ActionKind.UPI_INTENT)

    ways = page_of(client, bought, "?other=1")
    press(client, bought, "upi_collect", key="k2", vpa="ada@bank")

    assert "by card" in ways.text
    states = PaymentAttempt.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [AttemptState.WITHDRAWN, AttemptState.REQUESTED]


def test_after_a_refusal_the_reason_is_told(client, bought):
    press(client, bought, "upi_collect", vpa="ada@bank")
    gateway_says(ChargeStatus.DECLINED, code="refused_by_buyer")

    page = page_of(client, bought)

    assert "The payment was refused where it had to be approved." in page.text
    assert "Pay with a UPI app" in page.text


def test_a_double_click_asks_once(client, bought):
    press(client, bought, "upi_intent")
    press(client, bought, "upi_intent")

    assert PaymentAttempt.objects.count() == 1


def test_a_wallet_pays_at_once(client, member):
    fill(member, "20.00")

    before = page_of(client, member)
    after = Page(press(client, member, "wallet"))

    assert "Pay €12.50 from your wallet It holds €20.00; €7.50 is left then." in before.text
    assert "Thank you, your order is paid" in after.text
    assert "€12.50 paid from your wallet" in after.text
    assert left_in_wallet(member) == Decimal("7.50")


def test_a_wallet_with_too_little_says_so(client, member):
    fill(member, "3.00")

    page = page_of(client, member)
    tried = Page(press(client, member, "wallet"))

    assert "It holds €3.00, which is not enough for this order." in page.text
    assert "The wallet holds 3.00 EUR, and 12.50 EUR is to be paid" in tried.text
    assert not PaymentAttempt.objects.exists()


def test_a_wallet_gives_what_it_has_and_the_rest_is_paid_in_another_way(client, member):
    fill(member, "3.00")
    ways = Page(client.get(f"/orders/{member.number}/pay?wallet=part"))
    (card_page,) = [link for link in ways.links if "/gateway/card" in link]
    back = parse_qs(urlsplit(card_page).query)["return_url"][0]

    for _ in range(2):
        client.get(f"{back}&token={TOKEN}")

    assert "€3.00 comes from your wallet. Choose below how to pay the other €9.50." in ways.text
    assert "Pay €9.50 by card" in ways.text
    assert "amount=9.50" in card_page
    attempts = PaymentAttempt.objects.order_by("number")
    assert [(one.method, one.amount) for one in attempts] == [
        ("wallet", 3),
        ("card", Decimal("9.50")),
    ]
    assert left_in_wallet(member) == 0


def test_a_upi_app_is_asked_for_the_rest_only(client, member):
    fill(member, "3.00")
    ways = Page(client.get(f"/orders/{member.number}/pay?wallet=part"))
    form = ways.form(f"/orders/{member.number}/pay?wallet=part")

    client.post(f"/orders/{member.number}/pay", form)

    attempts = PaymentAttempt.objects.order_by("number")
    assert [(one.method, one.amount) for one in attempts] == [
        ("wallet", 3),
        ("upi_intent", Decimal("9.50")),
    ]


def test_nobody_else_takes_a_part_from_a_wallet(client, bought):
    fill(bought, "3.00")

    client.get(f"/orders/{bought.number}/card-returned?token={TOKEN}&wallet_amount=3.00")
    press(client, bought, "upi_intent", wallet_amount="3.00")

    assert left_in_wallet(bought) == 3
    assert not PaymentAttempt.objects.exists()


def test_a_member_keeps_the_card_that_is_typed(client, member):
    ways = Page(client.get(f"/orders/{member.number}/pay?keep=yes"))
    (card_page,) = [link for link in ways.links if "/gateway/card" in link]
    back = parse_qs(urlsplit(card_page).query)["return_url"][0]

    client.get(f"{back}&token={TOKEN}")

    attempt = PaymentAttempt.objects.get()
    assert "We will keep this card for the next time." in ways.text
    assert (attempt.token, attempt.keeps) == (TOKEN, True)


def test_a_member_pays_with_a_kept_card(client, member):
    card = SavedCardFactory(customer_id=member.customer_id)
    page = Page(client.get(f"/orders/{member.number}/pay"))
    form = page.form(f"/orders/{member.number}/pay", saved_card=str(card.id))

    client.post(f"/orders/{member.number}/pay", form)

    attempt = PaymentAttempt.objects.get()
    assert "Pay €12.50 with Visa ending in 4242" in page.text
    assert (attempt.token, attempt.keeps) == (card.token, False)


def test_nobody_pays_with_the_card_of_somebody_else(client, member):
    card = SavedCardFactory()

    answer = Page(press(client, member, "card", saved_card=str(card.id)))

    assert "no such card of yours" in answer.text
    assert not PaymentAttempt.objects.exists()


def test_a_guest_keeps_no_card(client, bought):
    page = Page(client.get(f"/orders/{bought.number}/pay"))
    client.get(f"/orders/{bought.number}/card-returned?token={TOKEN}&keep=on")

    assert "Keep the card" not in page.text
    assert not PaymentAttempt.objects.exists()


def test_a_guest_has_no_wallet(client, bought):
    fill(bought, "20.00")

    press(client, bought, "wallet")

    assert left_in_wallet(bought) == 20
    assert not PaymentAttempt.objects.exists()


def test_strangers_press_no_buttons(client, bought):
    response = Client().post(f"/orders/{bought.number}/pay", {"method": "upi_intent", "key": "k"})

    assert response.status_code == 404
    assert not PaymentAttempt.objects.exists()


@pytest.mark.parametrize("method", ["", "card", "cash"])
def test_a_way_that_is_none_shows_the_ways(client, bought, method):
    assert press(client, bought, method).status_code == 422
    assert not PaymentAttempt.objects.exists()


def test_who_needs_more_time_gets_it_up_to_a_limit(client, bought):
    paying = f"/orders/{bought.number}/pay"
    for minutes in (9, 18, 27):
        with clock.travelled_to(bought.pay_by + timedelta(minutes=minutes - 10)):
            form = Page(client.get(paying)).form(f"/orders/{bought.number}/more-time")
            page = client.post(f"/orders/{bought.number}/more-time", form, follow=True)
            assert page.redirect_chain == [(paying, 302)]

    with clock.travelled_to(bought.pay_by + timedelta(minutes=19)):
        form = Page(client.get(paying)).form(f"/orders/{bought.number}/more-time")
        page = Page(client.post(f"/orders/{bought.number}/more-time", form, follow=True))

    assert "cannot be kept any longer" in page.text
    before = bought.pay_by
    bought.refresh_from_db()
    assert bought.pay_by > before + timedelta(minutes=19)
