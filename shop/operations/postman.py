"""The API's OpenAPI document as a Postman collection (format 2.1), ready to be tried out."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

_METHODS = ("get", "post", "put", "patch", "delete")
_PLACE = re.compile(r"{(\w+)}")
# What the requests fill in by themselves; all else is a variable of the collection.
_GENERATED = {"Idempotency-Key": "{{$guid}}"}
# Bearer tokens are sent in the place of Postman's own; these name the header of each other kind.
_TOKEN_VARIABLES = {"Cart-Token": "cart_token", "Order-Token": "order_token"}


def postman_collection(document: Mapping[str, Any], *, base_url: str) -> dict[str, Any]:
    """A folder for every tag, a request for every operation, examples as bodies.

    `base_url` is where the shop is, without a slash at the end; it becomes a variable, like every
    part of a path, and the tokens.
    """
    folders: dict[str, list[dict[str, Any]]] = {}
    variables = {"base_url": base_url, "access_token": ""}
    for path, operations in document["paths"].items():
        for method in (method for method in _METHODS if method in operations):
            operation = operations[method]
            request = _request(document, path, method, operation)
            folders.setdefault(operation["tags"][0], []).append(request)
            variables |= dict.fromkeys(_variables_of(document, path, operation), "")
    return {
        "info": {
            "name": document["info"]["title"],
            "description": document["info"].get("description", ""),
            "schema": FORMAT,
        },
        "auth": {"type": "bearer", "bearer": [_pair("token", "{{access_token}}")]},
        "variable": [_pair(name, value) for name, value in variables.items()],
        "item": [{"name": name, "item": requests} for name, requests in sorted(folders.items())],
    }


def _request(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": method.upper(),
        "description": operation.get("description", ""),
        "header": [*_headers(operation), *_token_headers(document, operation)],
        "url": _url(path, operation),
    }
    if "requestBody" in operation:
        request["body"] = _body(document, operation["requestBody"])
    if {} in operation.get("security", [{}]):
        request["auth"] = {"type": "noauth"}
    return {"name": operation["operationId"], "request": request}


def _url(path: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    asked = _PLACE.sub(r"{{\1}}", path)
    return {
        "raw": f"{{{{base_url}}}}{asked}",
        "host": ["{{base_url}}"],
        "path": asked.strip("/").split("/"),
        "query": [
            # Off, until somebody wants it.
            {"key": parameter["name"], "value": "", "disabled": True}
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query"
        ],
    }


def _headers(operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"key": parameter["name"], "value": _GENERATED.get(parameter["name"], "")}
        | ({} if parameter["name"] in _GENERATED else {"disabled": True})
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header"
    ]


def _token_headers(
    document: Mapping[str, Any], operation: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        {"key": header, "value": f"{{{{{_TOKEN_VARIABLES[header]}}}}}", "disabled": True}
        for header in _token_header_names(document, operation)
    ]


def _token_header_names(document: Mapping[str, Any], operation: Mapping[str, Any]) -> list[str]:
    schemes = document["components"].get("securitySchemes", {})
    accepted = [schemes[name] for choice in operation.get("security", []) for name in choice]
    return [scheme["name"] for scheme in accepted if scheme.get("in") == "header"]


def _body(document: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    schema = body["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    example = document["components"]["schemas"][name].get("example", {})
    text = msgspec.json.format(msgspec.json.encode(example), indent=2).decode()
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}


def _variables_of(
    document: Mapping[str, Any], path: str, operation: Mapping[str, Any]
) -> list[str]:
    tokens = [_TOKEN_VARIABLES[name] for name in _token_header_names(document, operation)]
    return [*_PLACE.findall(path), *tokens]


def _pair(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value, "type": "string"}
