"""An admin page never saves by itself: the app's service does, or the page only shows."""

import inspect

import pytest
from django.contrib import admin
from django.test import RequestFactory

from apps.accounts.models import User

OUR_PAGES = [
    page for model, page in admin.site._registry.items() if model.__module__.startswith("apps.")
]


@pytest.mark.parametrize("page", OUR_PAGES, ids=lambda page: page.model.__name__)
def test_the_page_only_shows_or_calls_a_service(page):
    request = RequestFactory().get("/admin/")
    request.user = User(is_staff=True, is_superuser=True)

    changes = page.has_add_permission(request) or page.has_change_permission(request)
    saving = inspect.getsource(page.save_model)

    assert not page.has_delete_permission(request)
    assert not changes or ("super().save_model" not in saving and "obj.save(" not in saving)
    assert not changes or type(page).save_model is not admin.ModelAdmin.save_model
