from datetime import datetime
from typing import Any

from django.contrib import admin


class ValidDuring:
    """The columns `begins` and `ends` of what is valid for a time; nothing there is always."""

    @admin.display(description="from")
    def begins(self, row: Any) -> datetime | None:
        moment: datetime | None = row.valid_during.lower
        return moment

    @admin.display(description="until")
    def ends(self, row: Any) -> datetime | None:
        moment: datetime | None = row.valid_during.upper
        return moment
