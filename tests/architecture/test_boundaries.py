"""What the import contracts cannot see."""

import re

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

from shop.events.registry import event_types
from tests.architecture.sources import APPS, ROOT, calls, name_of, python_files, texts

FRAMEWORK = {"auth", "contenttypes", "admin", "sessions"}


@pytest.mark.parametrize("app", APPS)
def test_no_foreign_key_leaves_its_app(app):
    relations = [
        field
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
    ]

    strangers = [
        str(field)
        for field in relations
        if field.related_model._meta.app_label not in {app, *FRAMEWORK}
    ]

    assert strangers == []


@pytest.mark.parametrize("app", APPS)
def test_no_sql_touches_another_apps_tables(app):
    tables = {
        model._meta.db_table
        for other in APPS
        if other != app
        for model in apps.get_app_config(other).get_models()
    }
    pattern = re.compile(rf"\b({'|'.join(sorted(tables))})\b")

    found = [
        f"{path.relative_to(ROOT)}: {pattern.search(text).group()}"
        for path in python_files(f"apps/{app}")
        for text in texts(path)
        if pattern.search(text)
    ]

    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_publishes_only_its_own_events(app):
    owner = {cls.__name__: cls.context() for cls in event_types().values()}

    published = {
        name_of(call.args[0].func)
        for path in python_files(f"apps/{app}")
        for call in calls(path)
        if name_of(call.func) == "publish" and hasattr(call.args[0], "func")
    }

    assert {name for name in published if owner.get(name, app) != app} == set()


def test_nobody_reaches_for_models_by_name():
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in python_files("apps", "shop", "outbox_relay")
        for call in calls(path)
        if name_of(call.func).endswith("get_model")
    ]

    assert found == []


def test_only_handlers_wake_jobs():
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in python_files("apps", "shop", "outbox_relay")
        for call in calls(path)
        if name_of(call.func) in {"wake", "jobs.wake"} and "handlers" not in str(path)
    ]

    assert found == []


def test_handlers_are_never_called_directly():
    found = [
        f"{path.relative_to(ROOT)}"
        for path in python_files("apps", "shop", "outbox_relay")
        if not str(path).endswith("/handlers/__init__.py")
        and re.search(r"^\s*(from|import) apps\.\w+(\.| import )handlers", path.read_text(), re.M)
    ]

    assert found == []


def test_nobody_reads_the_row_of_the_sequence():
    """It may be ahead of what was drawn: `outbox_last_id()` tells the truth."""
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("apps", "shop", "outbox_relay", "bench", "config")
        if any("outbox_event_id_seq" in text for text in texts(path))
    ]

    assert found == []


def test_only_outbox_emit_writes_events():
    writing = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM)\s+outbox_event\b", re.IGNORECASE)
    by_orm = re.compile(r"\bOutboxEvent(\.objects\.(create|bulk_create|update)|\()")

    found = [
        str(path.relative_to(ROOT))
        for path in python_files("apps", "shop", "outbox_relay", "config")
        # After a restore, the transaction ids of another cluster mean nothing.
        if path.name != "rebasing.py"
        if writing.search(path.read_text())
        or (by_orm.search(path.read_text().replace("class OutboxEvent(", "")))
    ]

    assert found == []
