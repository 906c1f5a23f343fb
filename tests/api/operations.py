"""Every operation of the API, as its document describes it."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One method of one path; `example` is the body that its document shows."""

    name: str
    method: str
    path: str
    example: Any = None
    security: tuple[str, ...] = ()
    description: dict[str, Any] = field(default_factory=dict, hash=False, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def named(self) -> set[str]:
        """What stands in the path."""
        return {p["name"] for p in self.description.get("parameters", []) if p["in"] == "path"}


@cache
def document() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


def operations() -> list[Operation]:
    return [
        Operation(
            name=described["operationId"],
            method=method,
            path=path,
            example=_example(described),
            security=tuple(name for choice in described["security"] for name in choice),
            description=described,
        )
        for path, methods in document()["paths"].items()
        for method, described in methods.items()
        if method in METHODS
    ]


def _example(described: dict[str, Any]) -> Any:
    body = described.get("requestBody", {}).get("content", {}).get("application/json")
    if body is None:
        return None
    name = body["schema"]["$ref"].rpartition("/")[2]
    return document()["components"]["schemas"][name].get("example")
