"""The document that the API gives of itself."""

import re

import msgspec
import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from shop.kernel.api.bodies import Body
from tests.api.operations import document, operations

GENERATED_NAME = re.compile(r"_(retrieve|list|create|update|partial_update|destroy)$")


def bodies() -> list[type[Body]]:
    document()  # loads every view
    return sorted(Body.__subclasses__(), key=lambda body: body.__name__)


def test_it_is_made_without_a_warning():
    GENERATOR_STATS.reset()

    SchemaGenerator().get_schema(request=None, public=True)

    assert not GENERATOR_STATS, f"{GENERATOR_STATS._warn_cache} {GENERATOR_STATS._error_cache}"


def test_every_operation_has_a_name_that_somebody_chose():
    assert [o.name for o in operations() if GENERATED_NAME.search(o.name)] == []


@pytest.mark.parametrize("body", bodies(), ids=lambda body: body.__name__)
def test_every_body_has_an_example_that_fits(body):
    assert body.example
    msgspec.convert(body.example, body)


def test_every_refusal_is_a_problem_document():
    kinds = {
        kind
        for operation in operations()
        for status, answer in operation.description["responses"].items()
        if int(status) >= 400
        for kind in answer["content"]
    }

    assert kinds == {"application/problem+json"}


def test_it_keeps_the_rules_of_openapi():
    validate_schema(document())
