"""The links of mails, followed by a real browser: it says where a form comes from, or hides it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from apps.accounts.models import User
from tests.browser.shopper import Shopper

NEW_PASSWORD = "eight tins of tea"  # noqa: S105 - of nobody


@pytest.fixture
def ada(page, shop):
    shopper = Shopper(page, shop)
    shopper.signs_up()
    return shopper


def path_in_mail(start: str) -> str:
    """The path that begins so, in the newest mail that has one."""
    texts = " ".join(str(message.body) for message in reversed(mail.outbox))
    found = re.search(rf"{start}\S+", texts)
    assert found, texts
    return found[0]


def test_a_member_shows_that_the_mailbox_is_hers(ada, page, work):
    work()

    ada.goes_to(path_in_mail("/account/verify/"))
    page.get_by_role("main").get_by_role("button").click()

    expect(page.get_by_text("is your verified address now")).to_be_visible()
    assert User.objects.get(email="ada@example.com").email_verified_at


def test_somebody_who_forgot_the_password_sets_a_new_one(ada, page, work):
    page.get_by_role("button", name="Sign out").click()
    ada.goes_to("/account/forgotten")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_role("main").get_by_role("button").click()
    ada.sees("Look into your mail")
    work()

    ada.goes_to(path_in_mail("/account/reset/"))
    page.get_by_label("password").fill(NEW_PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    ada.sees("Sign in")
    ada.signs_in(password=NEW_PASSWORD)

    ada.sees("My orders")
