"""How messages are worded."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from shop.events.base import ERASED, Money
from shop.kernel.money import rounded


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A message as a person reads it, in plain text; the subject is one line."""

    subject: str
    body: str


def worded(kind: str, *, name: str, facts: Mapping[str, object]) -> Wording:
    """The wording for `kind`, addressed to `name` (may be empty).

    The first line of the template `notifications/<kind>.txt` is the subject.
    """
    template = get_template(f"notifications/{kind}.txt")
    context = {"shop_url": settings.SHOP_URL.rstrip("/"), "name": name, **facts}
    # Plain text: an apostrophe stays an apostrophe.
    text = template.template.render(Context(context, autoescape=False))  # type: ignore[attr-defined]
    subject, _, body = text.partition("\n")
    return Wording(subject=subject.strip(), body=body.strip() + "\n")


def spoken(money: Money) -> str:
    """An amount as people read it: `12.50 EUR`."""
    return f"{rounded(money.amount, money.currency)} {money.currency}"


def is_reachable(email: str) -> bool:
    """Whether mail can be sent there: not to a customer who was erased before the event came."""
    return "@" in email and email != ERASED
