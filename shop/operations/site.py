"""The admin site: what staff find there is sorted by what people do, not by how the code is cut."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse

from shop.kernel.context import acting_as
from shop.operations.desks import sorted_by_desk


class ShopAdminConfig(AdminConfig):
    """Django's admin with our site; stands in INSTALLED_APPS instead of Django's own."""

    default_site = "shop.operations.site.ShopAdminSite"


class ShopAdminSite(AdminSite):
    """Whatever is done through one of its pages is recorded as done by that member of the staff."""

    site_header = "Tradewind"
    site_title = "Tradewind"
    index_title = "What would you like to look after?"

    def get_urls(self) -> list[Any]:
        return [*_own_pages(self), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        if app_label:
            return super().get_app_list(request, app_label)
        models = [
            model for app in self._build_app_dict(request).values() for model in app["models"]
        ]
        return sorted_by_desk(models, index=reverse("admin:index", current_app=self.name))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        return super().admin_view(_in_the_name_of_staff(view), cacheable)


def _in_the_name_of_staff(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def named(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting_as(f"staff:{request.user.pk}"):
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

    return named


def _own_pages(site: AdminSite) -> list[URLPattern | URLResolver]:
    """Pages that are composed from several apps; they stand before those of the apps."""
    from shop.operations.door.views import door_page  # apps are not loaded before
    from shop.operations.explaining.views import stock_page
    from shop.operations.firms.views import firms_page
    from shop.operations.order_desk import views
    from shop.operations.rehearsing.views import rehearsal_page
    from shop.operations.tracing.views import trace_page

    page = "orders/order/<uuid:order_id>"
    return [
        path(f"{page}/change/", site.admin_view(views.order_page), name="operations_order"),
        path(f"{page}/do/<slug:deed>/", site.admin_view(views.deed_page), name="operations_deed"),
        path("explain/stock/", site.admin_view(stock_page), name="operations_stock"),
        path("door/", site.admin_view(door_page), name="operations_door"),
        path("firms/", site.admin_view(firms_page), name="operations_firms"),
        path(
            "orders/promotion/<int:promotion_id>/rehearsal/",
            site.admin_view(rehearsal_page),
            name="operations_rehearsal",
        ),
        path("trace/", site.admin_view(trace_page), name="operations_trace"),
    ]
