"""Names, sizes and the things that exist once."""

import re
from dataclasses import fields

import factory
import pytest
from django.apps import apps

from shop.events.base import Event
from shop.events.registry import event_types
from shop.kernel.bus import consumers
from shop.kernel.jobs import job_models
from shop.kernel.outbox.personal import personal_paths
from tests.architecture.sources import APPS, ROOT, python_files

PAST = re.compile(r"(ed|drawn|Lost|Sent|Sold|Back|Left)$")


@pytest.mark.parametrize("event", event_types().values(), ids=lambda cls: cls.__name__)
def test_an_event_is_a_documented_frozen_fact_in_the_past(event: type[Event]):
    assert event.__doc__
    assert not event.__doc__.startswith(f"{event.__name__}(")
    assert event.__dataclass_params__.frozen
    assert all(field.kw_only for field in fields(event))
    assert PAST.search(event.__name__) or event.__name__ in {"OrderPendingPayment", "StockLow"}
    assert event.aggregate.key in event.__dataclass_fields__


@pytest.mark.parametrize("event", event_types().values(), ids=lambda cls: cls.__name__)
def test_personal_fields_can_be_encrypted(event: type[Event]):
    personal_paths(event)


def test_every_consumer_is_an_app_or_a_projection_of_one():
    assert set(consumers()) <= {*APPS, "storefront", "catalog_listings", "order_timeline"}


def test_every_job_names_a_task_of_its_app():
    from celery import current_app

    current_app.loader.import_default_modules()

    for model in job_models():
        assert model.task in current_app.tasks
        assert model.task.startswith(f"{model._meta.app_label}.")


@pytest.mark.parametrize("app", APPS)
def test_every_model_has_one_factory(app):
    module = __import__(f"tests.factories.{app}", fromlist=["*"])
    made = [
        value._meta.model
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, factory.django.DjangoModelFactory)
        and value._meta.model is not None
        and value.__module__ == module.__name__
    ]

    assert sorted(m.__name__ for m in made) == sorted(
        m.__name__ for m in apps.get_app_config(app).get_models()
    )


def test_no_file_outgrows_a_reader():
    long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in python_files("apps", "shop", "outbox_relay", "config")
    }

    assert {name: lines for name, lines in long.items() if lines > 250} == {}


def test_there_is_no_drawer_for_odds_and_ends():
    names = {path.name for path in python_files("apps", "shop", "outbox_relay", "config")}

    assert names & {"utils.py", "helpers.py", "common.py", "misc.py"} == set()
