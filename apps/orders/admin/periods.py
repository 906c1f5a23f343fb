from typing import Any

from django.contrib import admin

from shop.kernel.admin import moment


class ValidDuring:
    """The columns `begins` and `ends` of what is valid for a time; without a moment it always is.

    What was ended before it began is valid at no time.
    """

    @admin.display(description="from")
    def begins(self, row: Any) -> str:
        if row.valid_during.isempty:
            return "never"
        begin = row.valid_during.lower
        return moment(begin) if begin else "always"

    @admin.display(description="until")
    def ends(self, row: Any) -> str:
        if row.valid_during.isempty:
            return "never"
        end = row.valid_during.upper
        return moment(end) if end else "further notice"
