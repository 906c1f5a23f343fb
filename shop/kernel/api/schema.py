"""Teaches drf-spectacular to describe msgspec bodies and answers."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction


class ContextSchema(AutoSchema):
    """Operations are grouped by the context that answers them."""

    def get_tags(self) -> list[str]:
        _, context, *_ = self.view.__module__.split(".")
        return [context]


class MsgspecExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Bodies and answers of the API are msgspec structs; their JSON Schema is taken over."""

    target_class = "msgspec.Struct"
    match_subclasses = True

    def get_name(self, auto_schema: AutoSchema, direction: Direction) -> str:
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        _, parts = msgspec.json.schema_components(
            [self.target], ref_template="#/components/schemas/{name}"
        )
        for struct in structs_in(self.target):
            # Structs are as good as serializers here: this extension speaks for them.
            auto_schema.resolve_serializer(struct, direction)  # type: ignore[arg-type]
        schema: dict[str, Any] = _with_words_inside(parts[self.target.__name__], parts)
        if example := getattr(self.target, "example", None):
            schema["example"] = example
        return schema


def structs_in(hint: Any) -> Iterator[type[msgspec.Struct]]:
    """The structs that the fields of a struct are made of, itself left out."""
    for inner in _parts_of(hint):
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            yield inner
        else:
            yield from structs_in(inner)


def _parts_of(hint: Any) -> tuple[Any, ...]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return tuple(get_type_hints(hint).values())
    return get_args(hint)


def _with_words_inside(schema: Any, parts: dict[str, Any]) -> Any:
    """The schema with the values of its enums in place, since only structs have a schema apart."""
    match schema:
        case {"$ref": str(address), **rest}:
            part = parts.get(address.rpartition("/")[2], {})
            return {**part, **rest} if "enum" in part else schema
        case dict():
            return {key: _with_words_inside(inner, parts) for key, inner in schema.items()}
        case list():
            return [_with_words_inside(inner, parts) for inner in schema]
    return schema


class TokenExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The bearer token of `TokenAuthentication`."""

    target_class = "shop.kernel.api.authentication.TokenAuthentication"
    name = "access-token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class OrderTokenExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The token of one order, of `OrderTokenAuthentication`."""

    target_class = "shop.kernel.api.order_token.OrderTokenAuthentication"
    name = "order-token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Order-Token"}
