"""The test cards: each number is a way in which a payment can go. Real cards are refused."""

import re
from dataclasses import dataclass

from shop.sandbox.clock import current_month
from shop.sandbox.problems import invalid
from shop.sandbox.stories import Story

_EXPIRY = re.compile(r"(0[1-9]|1[0-2])\s*/\s*(?:20)?([0-9]{2})")
_SECURITY_CODE = re.compile(r"[0-9]{3,4}")


@dataclass(frozen=True, kw_only=True)
class SandboxCard:
    """A number, and what happens to a payment with it."""

    number: str
    story: Story


CARDS = (
    SandboxCard(number="4242424242424242", story=Story(name="approved", plot="Approved")),
    SandboxCard(
        number="4000000000000002",
        story=Story(name="declined", plot="Declined by the bank", decline_code="card_declined"),
    ),
    SandboxCard(
        number="4000000000009995",
        story=Story(
            name="poor", plot="Declined: insufficient funds", decline_code="insufficient_funds"
        ),
    ),
    SandboxCard(
        number="4000000000003220",
        story=Story(
            name="asks", plot="The bank asks you to approve", asks="buyer", settles="never"
        ),
    ),
    SandboxCard(
        number="4000000000000077",
        story=Story(name="slow", plot="Approved after a moment", settles="slow"),
    ),
    SandboxCard(
        number="4000000000000119",
        story=Story(
            name="stalled",
            plot="Approved, but the shop gets no answer in time",
            first_answer="stalled",
        ),
    ),
    SandboxCard(
        number="4000000000000259",
        story=Story(
            name="repeated", plot="Approved, and the shop is told three times", callback_copies=3
        ),
    ),
    SandboxCard(
        number="4000000000000267",
        story=Story(
            name="muddled",
            plot="Approved, and the shop is told in the wrong order",
            callback_order="muddled",
        ),
    ),
    SandboxCard(
        number="4000000000000341",
        story=Story(name="late", plot="Approved after a quarter of an hour", settles="late"),
    ),
    SandboxCard(
        number="4000000000000127",
        story=Story(name="let_go", plot="Authorised, but nothing is there to take", keeps=False),
    ),
)
_BY_NAME = {card.story.name: card for card in CARDS}
_BY_NUMBER = {card.number: card for card in CARDS}


def card_named(name: str) -> SandboxCard:
    return _BY_NAME[name]


def accepted_card(*, number: str, expiry: str, cvc: str) -> SandboxCard:
    """The test card somebody typed; refused with a sentence for that person."""
    digits = re.sub(r"[ -]", "", number)
    if not _passes_luhn(digits):
        raise invalid("This card number has a typing error. Check it digit by digit.")
    _check_expiry(expiry)
    if not _SECURITY_CODE.fullmatch(cvc.strip()):
        raise invalid("The security code is the three or four digits beside the signature.")
    if (card := _BY_NUMBER.get(digits)) is None:
        raise invalid("This is a sandbox: use one of the test numbers, never a real card.")
    return card


def _passes_luhn(digits: str) -> bool:
    if not re.fullmatch(r"[0-9]{12,19}", digits):
        return False
    doubled = [sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2]]
    plain = [int(digit) for digit in digits[-1::-2]]
    return sum(doubled + plain) % 10 == 0


def _check_expiry(expiry: str) -> None:
    found = _EXPIRY.fullmatch(expiry.strip())
    if found is None:
        raise invalid("Write the expiry as month and year, like 04/31.")
    month, year = int(found[1]), 2000 + int(found[2])
    if (year, month) < current_month():
        raise invalid("This card has expired. Use another one.")
