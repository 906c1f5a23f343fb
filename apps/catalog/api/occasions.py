"""When and where tickets are for, as callers see it."""

from datetime import datetime

from apps.catalog.rules.listings import ShownOccasion
from shop.kernel.api.bodies import Answer


class OccasionAnswer(Answer):
    """When and where it takes place: a `course` or an `event`, at times with the venue's offset."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    address: str


def shown_occasion(shown: ShownOccasion) -> OccasionAnswer:
    return OccasionAnswer(
        kind=shown.kind,
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        time_zone=shown.time_zone,
        venue=shown.venue,
        address=shown.address,
    )
