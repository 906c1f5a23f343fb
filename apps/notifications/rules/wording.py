"""How messages are worded: one plain text per kind and language, from which all forms are made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.utils import formats, translation

from apps.notifications.rules.templates import TEMPLATES
from shop.events.base import ERASED, Money
from shop.kernel.money import rounded

SECRET = "[secret]"  # noqa: S105 - stands where the secret will be
"""What a stored text holds in place of a token; see `Message.secret`."""

_LONGEST_NAME = 60
_DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A message as a person reads it, in plain text; the subject is one line."""

    subject: str
    body: str
    language: str = _DEFAULT_LANGUAGE

    def in_short(self) -> str:
        """For a phone: the subject, and where to read more."""
        address = re.search(r"^https?://\S+$", self.body, re.MULTILINE)
        return f"{self.subject}: {address[0]}" if address else self.subject


def worded(kind: str, *, name: str, locale: str, facts: Mapping[str, object]) -> Wording:
    """The wording for `kind`, addressed to `name` (may be empty), in the language of `locale`.

    The first line of the template `notifications/<language>/<kind>.txt` is the subject. English is
    spoken where there is no such template.
    """
    languages = list(_languages(locale))
    template = TEMPLATES.select_template([f"notifications/{one}/{kind}.txt" for one in languages])
    language = str(template.name).split("/")[1]
    with translation.override(language):
        context = Context(_context(name, facts), autoescape=False)
        # Plain text: an apostrophe stays an apostrophe.
        text = template.render(context)
    subject, _, body = text.partition("\n")
    return Wording(subject=subject.strip(), body=body.strip() + "\n", language=language)


def spoken(money: Money) -> str:
    """An amount as people read it in the language that is spoken now: `12.50 EUR`."""
    amount = rounded(money.amount, money.currency)
    return f"{formats.number_format(amount)} {money.currency}"


def is_reachable(email: str) -> bool:
    """Whether mail can be sent there: not to a customer who was erased before the event came."""
    return "@" in email and email != ERASED


def _languages(locale: str) -> Iterator[str]:
    try:
        language = translation.get_supported_language_variant(locale)
    except LookupError:
        language = _DEFAULT_LANGUAGE
    yield language
    yield language.split("-")[0]
    yield _DEFAULT_LANGUAGE


def _context(name: str, facts: Mapping[str, object]) -> dict[str, object]:
    said = {key: spoken(fact) if isinstance(fact, Money) else fact for key, fact in facts.items()}
    return {"shop_url": settings.SHOP_URL.rstrip("/"), "name": _tame(name), **said}


def _tame(name: str) -> str:
    # Whoever registers somebody else's address must not write letters to them by way of a name.
    plain = " ".join(name.split())
    return "" if len(plain) > _LONGEST_NAME or re.search(r"[/@<>]|www\.", plain) else plain
