"""What the door is told about a code, in words that can be read at a glance."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from apps.catalog.queries import goods_named, occasions_of
from apps.inventory.services import Admitted, admit
from shop.kernel.errors import DomainError


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether to let somebody in, and why."""

    is_valid: bool
    headline: str
    sentence: str


def verdict_on(code: str) -> Verdict:
    """Uses the ticket of that code, if it can be used."""
    try:
        return _welcome(admit(code=code))
    except DomainError as refusal:
        return _refused(refusal)


def _welcome(admitted: Admitted) -> Verdict:
    return Verdict(
        is_valid=True,
        headline=f"Come in: {admitted.label}",
        sentence=f"{_title(admitted.sku)}. Used now, at {_hour(admitted.sku, admitted.used_at)}.",
    )


def _refused(refusal: DomainError) -> Verdict:
    match refusal.code:
        case "used_before":
            sku = str(refusal.details["sku"])
            used_at = cast(datetime, refusal.details["used_at"])
            return Verdict(
                is_valid=False,
                headline=f"Already used at {_hour(sku, used_at)}",
                sentence=f"{_title(sku)}, {refusal.details['label']}. Let nobody else in.",
            )
        case "not_paid":
            headline = "Not paid"
        case _:
            headline = "Unknown"
    return Verdict(is_valid=False, headline=headline, sentence=refusal.sentence)


def _title(sku: str) -> str:
    named = goods_named([sku]).get(sku)
    return " / ".join([named.title, *(value for _, value in named.options)]) if named else sku


def _hour(sku: str, at: datetime) -> str:
    """By the clocks of the venue."""
    occasion = occasions_of([sku]).get(sku)
    local = at.astimezone(occasion.starts_at.tzinfo) if occasion else at
    return f"{local:%H:%M}"
