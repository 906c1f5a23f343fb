"""When and where something takes place, as somebody means it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from shop.kernel.errors import InvalidInput

KINDS = ("course", "event")
LONGEST_VENUE, LONGEST_ADDRESS = 200, 400


@dataclass(frozen=True, kw_only=True)
class OccasionDraft:
    """A time without zone is by the clocks of the venue, whose `time_zone` is an IANA name."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    address: str = ""


def sound_occasion(draft: OccasionDraft) -> OccasionDraft:
    """The occasion, its times with their zone. Raises InvalidInput for one that cannot be."""
    if draft.kind not in KINDS:
        raise InvalidInput(f"An occasion is one of {', '.join(KINDS)}.")
    if draft.time_zone not in available_timezones():
        raise InvalidInput(
            f'"{draft.time_zone[:64]}" is no time zone: write one like Europe/Berlin.'
        )
    venue, address = _line(draft.venue, LONGEST_VENUE), _line(draft.address, LONGEST_ADDRESS)
    if not venue:
        raise InvalidInput("Say where it takes place: a venue has a name.")
    starts_at, ends_at = (_there(at, draft.time_zone) for at in (draft.starts_at, draft.ends_at))
    if ends_at <= starts_at:
        raise InvalidInput("It ends before it starts: an occasion ends after its start.")
    return replace(draft, starts_at=starts_at, ends_at=ends_at, venue=venue, address=address)


def _there(at: datetime, time_zone: str) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(time_zone))


def _line(text: str, longest: int) -> str:
    text = text.strip()
    if len(text) > longest or "\0" in text:
        raise InvalidInput(f"A venue and its address have at most {longest} printable characters.")
    return text
