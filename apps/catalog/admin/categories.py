from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.catalog import services
from apps.catalog.models import Category, FormerCategoryHandle
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin


class FormerCategoryHandleInline(ReadOnlyInline):
    model = FormerCategoryHandle
    fields = readonly_fields = ("handle", "created_at")


@admin.register(Category)
class CategoryAdmin(ServiceAdmin):
    list_display = ["full_title", "handle", "position", "created_at"]
    ordering = ["full_title"]
    search_fields = ["=handle", "full_title"]
    autocomplete_fields = ["parent"]
    fields = ["handle", "title", "parent", "position", "blurb", "picture"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [FormerCategoryHandleInline] if obj else []

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: Any) -> None:
        if change:
            _revise(obj, set(form.changed_data))
            return
        obj.pk = services.create_category(
            handle=obj.handle,
            title=obj.title,
            parent_id=obj.parent_id,
            position=obj.position,
            blurb=obj.blurb,
            picture=obj.picture,
        ).pk


def _revise(category: Category, changed: set[str]) -> None:
    if changed & {"title", "blurb", "picture"}:
        services.revise_category(
            category_id=category.pk,
            title=category.title,
            blurb=category.blurb,
            picture=category.picture,
        )
    if changed & {"parent", "position"}:
        services.move_category(
            category_id=category.pk, parent_id=category.parent_id, position=category.position
        )
    if "handle" in changed:
        services.change_category_handle(category_id=category.pk, handle=category.handle)
