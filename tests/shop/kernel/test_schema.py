"""What the API document says about structs: everything it points to is there."""

import json
import re

from drf_spectacular.generators import SchemaGenerator


def test_the_document_points_to_nothing_that_is_missing():
    document = json.loads(json.dumps(SchemaGenerator().get_schema(public=True), default=str))

    pointed_at = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert pointed_at
    assert pointed_at <= document["components"]["schemas"].keys()


def test_the_words_that_a_field_may_have_are_listed():
    document = SchemaGenerator().get_schema(public=True)

    asked = document["components"]["schemas"]["NewAttempt"]["properties"]["method"]
    assert asked["enum"] == ["card", "upi_collect", "upi_intent", "wallet"]
