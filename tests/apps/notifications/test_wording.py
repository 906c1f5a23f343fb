from decimal import Decimal

import pytest

from apps.notifications.rules import MessageKind, Wording, html_page, sample_facts, worded
from shop.events.base import Money

PRICE = Money(amount=Decimal("1234.5"), currency="EUR")


def refund(*, locale="en", name="Ada"):
    facts = {"number": "7KQ2M-9XBDT", "amount": PRICE}
    return worded(MessageKind.PAYMENT_REFUNDED, name=name, locale=locale, facts=facts)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", MessageKind)
def test_every_message_is_worded_in_every_language_of_the_shop(kind, language, settings):
    settings.SHOP_URL = "https://shop.example"
    facts = sample_facts(kind)

    wording = worded(kind, name="Ada", locale=language, facts=facts)

    assert wording.language == language
    assert "Ada" in wording.body
    assert "https://shop.example" in wording.body
    assert "{" not in wording.subject + wording.body
    assert max(map(len, wording.body.split("\n\n"))) < 400
    assert facts["number"] in wording.subject or kind in {
        MessageKind.WELCOME,
        MessageKind.EMAIL_VERIFICATION,
        MessageKind.PASSWORD_RESET,
        MessageKind.PASSWORD_CHANGED,
        MessageKind.ERASURE_POSTPONED,
        MessageKind.WAITING_LIST_OFFERED,
        MessageKind.WAITING_LIST_LAPSED,
    }


def test_the_languages_differ():
    english = {worded(k, name="", locale="en", facts=sample_facts(k)).subject for k in MessageKind}
    german = {worded(k, name="", locale="de", facts=sample_facts(k)).subject for k in MessageKind}

    assert english.isdisjoint(german)


def test_amounts_are_spoken_in_the_language_of_the_message():
    assert "1234.50 EUR" in refund().body
    assert "1234,50 EUR" in refund(locale="de").body


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de-AT", "de"),
        ("de_CH", "en"),
        ("pt-br", "en"),
        ("", "en"),
        ("xx", "en"),
        ("../../etc", "en"),
        ("d" * 1000, "en"),
    ],
)
def test_a_language_that_is_not_spoken_falls_back(locale, language):
    assert refund(locale=locale).language == language


@pytest.mark.parametrize(
    "name",
    [
        "Win http://evil.example now",
        "mail me@evil.example",
        "www.evil.example",
        "<b>Ada</b>",
        "A" * 61,
    ],
)
def test_a_name_cannot_carry_a_message(name):
    assert refund(name=name).body.startswith("Hello there,\n")


def test_a_name_stays_in_its_line():
    assert refund(name="Ada\n\nLovelace").body.startswith("Hello Ada Lovelace,\n")


def test_the_page_says_the_same_and_is_escaped(settings):
    settings.SHOP_URL = "https://shop.example"
    wording = Wording(
        subject="Mugs & <more>",
        body="Hello Ada,\n\nit is\nyours <now>.\n\n  2 x Mug\n  1 x Pot\n\nSee:\nhttps://shop.example/x?a=1&b=2\n",
        language="de",
    )

    page = html_page(wording)

    assert '<html lang="de">' in page
    assert "Mugs &amp; &lt;more&gt;" in page
    assert "it is yours &lt;now&gt;." in page
    assert page.count("border-top:1px solid") == 2
    assert 'href="https://shop.example/x?a=1&amp;b=2"' in page
    assert ">See</a>" in page


def test_an_address_within_a_sentence_becomes_no_button():
    wording = Wording(subject="x", body="Look at https://evil.example today\n")

    assert "href" not in html_page(wording)


def test_the_short_form_is_the_subject_and_where_to_read_more(settings):
    settings.SHOP_URL = "https://shop.example"

    assert refund().in_short() == (
        "Your refund for order 7KQ2M-9XBDT: https://shop.example/orders/7KQ2M-9XBDT"
    )
    assert len(refund(locale="de").in_short()) <= 160
