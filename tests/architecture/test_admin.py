"""An admin page never saves by itself, and never gets slower because there are more rows."""

import inspect

import pytest
from django.contrib import admin
from django.contrib.admin import AllValuesFieldListFilter, FieldListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse

from shop.kernel.admin import EstimatingPaginator, ReadOnlyAdmin
from tests.architecture.admin_rows import NO_PASSWORD, add_parts, add_rows
from tests.factories.accounts import UserFactory
from tests.statements.counting import statements_to_show

PAGES = list(admin.site._registry.values())
MOST_QUERIES = 30


def name_of_page(page):
    return page.model.__name__


@pytest.fixture
def boss(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True, password=NO_PASSWORD))
    return client


@pytest.mark.parametrize("page", PAGES, ids=name_of_page)
def test_the_page_only_shows_or_calls_a_service(page):
    request = RequestFactory().get("/admin/")
    request.user = get_user_model()(is_staff=True, is_superuser=True)

    changes = page.has_add_permission(request) or page.has_change_permission(request)
    saving = inspect.getsource(page.save_model)

    assert not page.has_delete_permission(request)
    assert not changes or ("super().save_model" not in saving and "obj.save(" not in saving)
    assert not changes or type(page).save_model is not admin.ModelAdmin.save_model


@pytest.mark.parametrize("page", PAGES, ids=name_of_page)
def test_the_list_estimates_how_long_it_is(page):
    assert issubclass(page.paginator, EstimatingPaginator)
    assert not page.show_full_result_count


@pytest.mark.parametrize("page", PAGES, ids=name_of_page)
def test_no_filter_reads_the_whole_table_for_its_choices(page):
    named = [name for name in page.list_filter if isinstance(name, str)]
    fields = [get_fields_from_path(page.model, name)[-1] for name in named]

    assert [field.name for field in fields if filter_of(field) is AllValuesFieldListFilter] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of_page)
def test_nothing_is_chosen_from_a_box_with_all_rows(page):
    foreign = [field for field in page.model._meta.fields if field.is_relation]
    edited = [] if isinstance(page, ReadOnlyAdmin) else foreign
    chosen = {*page.autocomplete_fields, *page.raw_id_fields, *page.readonly_fields}
    shown = page.fields if page.fields is not None else [field.name for field in edited]

    assert {field.name for field in edited if field.name in shown} - chosen == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of_page)
def test_more_rows_need_no_more_queries(page, boss):
    add_rows(page.model, 5)
    few = queries_of(boss, page)

    add_rows(page.model, 15)
    many = queries_of(boss, page)

    assert many == few
    assert max(many) < MOST_QUERIES


@pytest.mark.parametrize("page", [p for p in PAGES if p.inlines], ids=name_of_page)
def test_more_parts_on_a_page_need_no_more_queries(page, boss):
    add_rows(page.model, 1)
    whole = page.model._default_manager.first()
    add_parts(page, whole, 5)
    few = statements_to_show(boss, detail_of(page, whole))

    add_parts(page, whole, 15)
    many = statements_to_show(boss, detail_of(page, whole))

    assert many == few < MOST_QUERIES


def filter_of(field):
    return next(kind for fits, kind in FieldListFilter._field_list_filters if fits(field))


def queries_of(client, page):
    """How many the list needs, a search in it, and the page of one row."""
    row = page.model._default_manager.order_by("pk").first()
    searched = f"{list_of(page)}?q=x" if page.search_fields else list_of(page)
    return [
        statements_to_show(client, it) for it in (list_of(page), searched, detail_of(page, row))
    ]


def list_of(page):
    meta = page.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def detail_of(page, row):
    meta = page.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
