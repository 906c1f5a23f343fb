from typing import Any

from django.http import HttpRequest

from shop.kernel.admin import ServiceAdmin


class RateAdmin(ServiceAdmin):
    """A rate is never changed, only followed by another: orders name the one that they had.

    So what is new is asked for in the fields `asked`, and a page shows what the list does.
    """

    asked: tuple[str, ...]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*self.list_display] if obj else [*self.asked]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*self.list_display] if obj else []
