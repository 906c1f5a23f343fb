"""Whatever is sent to the API, it answers as its document says, and never with a bug."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config.wsgi import application
from shop.kernel.identity import new_id
from tests.apps.orders.test_api import token_of
from tests.machines import THOROUGH

# A schema cannot know which goods there are, so what fits it may still be refused.
LEFT_OUT = [positive_data_acceptance]

schema = schemathesis.openapi.from_wsgi("/api/schema?format=json", application)


@schema.parametrize()
@settings(
    max_examples=10 * THOROUGH,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.django_db(transaction=True)
def test_every_answer_is_one_that_the_document_names(case):
    token = token_of(new_id())

    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=LEFT_OUT)
