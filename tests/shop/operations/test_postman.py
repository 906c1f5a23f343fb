import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from drf_spectacular.generators import SchemaGenerator

from shop.operations.postman import postman_collection


def collection():
    document = SchemaGenerator().get_schema(request=None, public=True)
    return document, postman_collection(document, base_url="https://shop.example")


def requests_of(collection):
    return {
        request["name"]: request["request"]
        for folder in collection["item"]
        for request in folder["item"]
    }


def test_every_operation_of_the_api_is_a_request():
    document, made = collection()

    operations = {o["operationId"] for path in document["paths"].values() for o in path.values()}

    assert requests_of(made).keys() == operations


def test_a_request_is_ready_to_be_sent():
    _, made = collection()

    request = requests_of(made)["place_order"]

    assert request["method"] == "POST"
    assert request["url"]["raw"] == "{{base_url}}/api/v1/orders"
    assert {"key": "Idempotency-Key", "value": "{{$guid}}"} in request["header"]
    assert request["body"]["mode"] == "raw"


def test_what_a_request_leaves_open_is_a_variable():
    _, made = collection()

    variables = {variable["key"]: variable["value"] for variable in made["variable"]}

    assert variables["base_url"] == "https://shop.example"
    assert {"access_token", "order_id", "sku"} <= variables.keys()
    assert requests_of(made)["order"]["url"]["path"] == ["api", "v1", "orders", "{{order_id}}"]


def test_whoever_needs_no_token_sends_none():
    _, made = collection()

    assert requests_of(made)["products"]["auth"] == {"type": "noauth"}
    assert "auth" not in requests_of(made)["orders"]


def test_the_command_writes_a_file(tmp_path):
    file = tmp_path / "shop.json"
    said = StringIO()

    call_command("export_postman", str(file), stdout=said)

    assert str(file) in said.getvalue()
    assert json.loads(file.read_text())["info"]["schema"].endswith("/v2.1.0/collection.json")


def test_the_command_says_where_it_cannot_write(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_postman", str(tmp_path / "nowhere" / "shop.json"))
