"""Teaches drf-spectacular to describe msgspec bodies and answers."""

from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction


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
        own = self.target.__name__
        for name, part in parts.items():
            if name != own:
                self._register(auto_schema, name, part)
        schema: dict[str, Any] = parts[own]
        return schema

    def _register(self, auto_schema: AutoSchema, name: str, schema: dict[str, Any]) -> None:
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema
        )
        auto_schema.registry.register_on_missing(component)


class TokenExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The bearer token of `TokenAuthentication`."""

    target_class = "shop.kernel.api.authentication.TokenAuthentication"
    name = "access token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
