"""The test UPI ids: each is a way in which a payment can go. Real ids are refused."""

import re

from shop.sandbox.problems import invalid
from shop.sandbox.stories import Story

HANDLE = "@sandbox"
_UPI_ID = re.compile(r"[a-z0-9._-]{2,64}@[a-z]{2,32}")
_NOBODY = f"nobody{HANDLE}"

ASKS = Story(name="upi", plot="Waits until you approve", asks="buyer", settles="never")
STORIES = {
    f"approve{HANDLE}": Story(name="upi_approve", plot="Approved by itself", asks="buyer"),
    f"decline{HANDLE}": Story(
        name="upi_decline",
        plot="Refused by itself",
        asks="buyer",
        decline_code="refused_by_buyer",
    ),
    f"slow{HANDLE}": Story(
        name="upi_slow", plot="Approved after a moment", asks="buyer", settles="slow"
    ),
    f"stalled{HANDLE}": Story(
        name="upi_stalled",
        plot="Approved, but the shop gets no answer in time",
        asks="buyer",
        first_answer="stalled",
    ),
    f"repeated{HANDLE}": Story(
        name="upi_repeated",
        plot="Approved, and the shop is told three times and in the wrong order",
        asks="buyer",
        callback_copies=3,
        callback_order="muddled",
    ),
    f"expired{HANDLE}": Story(
        name="upi_expired",
        plot="Expires at once",
        asks="buyer",
        settles="never",
        lasts="no_time",
    ),
    f"late{HANDLE}": Story(
        name="upi_late",
        plot="Expires at once, and the money comes nevertheless",
        asks="buyer",
        settles="slow",
        lasts="no_time",
        money="after_expiry",
    ),
}


def story_of(upi_id: str) -> Story:
    """What happens to a payment that this id is asked for; refused for ids that are not ours."""
    known = upi_id.strip().lower()
    if not _UPI_ID.fullmatch(known):
        raise invalid("A UPI id looks like name@bank.")
    if not known.endswith(HANDLE) or known == _NOBODY:
        raise invalid(f"Nobody has this UPI id. In this sandbox they end in {HANDLE}.")
    return STORIES.get(known, ASKS)
