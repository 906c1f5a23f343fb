"""The test cards: each number is a way in which a payment can go. Real cards are refused."""

import re
from dataclasses import dataclass
from typing import Literal

from shop.sandbox.clock import current_month
from shop.sandbox.problems import invalid

_EXPIRY = re.compile(r"(0[1-9]|1[0-2])\s*/\s*(?:20)?([0-9]{2})")
_SECURITY_CODE = re.compile(r"[0-9]{3,4}")


@dataclass(frozen=True, kw_only=True)
class SandboxCard:
    """What happens to a payment with this number; `name` is what storage keeps of it."""

    name: str
    number: str
    story: str
    decline_code: str | None = None
    settles: Literal["now", "slow", "late"] = "now"
    first_answer: Literal["prompt", "stalled"] = "prompt"
    callback_copies: int = 1


CARDS = (
    SandboxCard(name="approved", number="4242424242424242", story="Approved"),
    SandboxCard(
        name="declined",
        number="4000000000000002",
        story="Declined by the bank",
        decline_code="card_declined",
    ),
    SandboxCard(
        name="poor",
        number="4000000000009995",
        story="Declined: insufficient funds",
        decline_code="insufficient_funds",
    ),
    SandboxCard(
        name="slow",
        number="4000000000000077",
        story="Approved after a moment",
        settles="slow",
    ),
    SandboxCard(
        name="stalled",
        number="4000000000000119",
        story="Approved, but the shop gets no answer in time",
        first_answer="stalled",
    ),
    SandboxCard(
        name="repeated",
        number="4000000000000259",
        story="Approved, and the shop is told three times",
        callback_copies=3,
    ),
    SandboxCard(
        name="late",
        number="4000000000000341",
        story="Approved after a quarter of an hour",
        settles="late",
    ),
)
_BY_NAME = {card.name: card for card in CARDS}
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
