"""Stripe's own judgement of what is said to it: stripe-mock, and the description inside it.

stripe-mock remembers nothing and answers with samples, so it cannot play a payment; but it refuses
whatever Stripe's description of its API does not know. The same description says what an
answer looks like.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

MODULE = "github.com/stripe/stripe-mock@v0.203.0"
_KINDS = {"payment_intent": "payment_intent", "refund": "refund"}


@dataclass(frozen=True)
class Judge:
    """A running stripe-mock."""

    mock: httpx.Client

    def judge(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        """Raises AssertionError if Stripe would not take the request."""
        kind = {name: value for name, value in headers.items() if name == "content-type"}
        known = {"Authorization": "Bearer sk_test_123", **kind}
        said = self.mock.request(method, path, headers=known, content=body)
        assert said.status_code == 200, f"{method} {path} {body!r}: {said.text}"


@contextmanager
def running_judge(folder: Path) -> Iterator[Judge]:
    """Built from its source; whatever needs it is left out where there is no Go."""
    subprocess.run(  # noqa: S603 - a module of this exact version, whose sum Go checks
        [_go(), "install", MODULE], env=_environment(folder), check=True, capture_output=True
    )
    ports = ("-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0")
    with subprocess.Popen(  # noqa: S603
        [folder / "stripe-mock", *ports], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            address = f"http://{_announced(process)}"
            with httpx.Client(base_url=address, trust_env=False, timeout=30) as mock:
                yield Judge(mock)
        finally:
            process.kill()


def confirm_answer(text: str) -> None:
    """Raises ValidationError unless it is a whole object, or an error, of Stripe's."""
    answer = json.loads(text)
    name = "error" if "error" in answer else _KINDS[answer["object"]]
    Draft202012Validator({"$ref": f"#/components/schemas/{name}", **_description()}).validate(
        answer
    )


def _announced(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout:
        if found := re.search(r"Listening for HTTP at address: (\S+)", line):
            return found[1]
    raise AssertionError("stripe-mock did not start.")


@cache
def _description() -> dict[str, Any]:
    told = subprocess.run(  # noqa: S603
        [_go(), "mod", "download", "-json", MODULE], check=True, capture_output=True, text=True
    )
    spec = Path(json.loads(told.stdout)["Dir"]) / "embedded" / "openapi" / "spec3.json"
    schemas = json.loads(spec.read_bytes())["components"]["schemas"]
    return {"components": {"schemas": _as_json_schema(schemas)}}


def _as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema has one type more."""
    if isinstance(part, list):
        return [_as_json_schema(one) for one in part]
    if not isinstance(part, dict):
        return part
    rest = {name: _as_json_schema(one) for name, one in part.items() if name != "nullable"}
    return {"anyOf": [rest, {"type": "null"}]} if part.get("nullable") is True else rest


def _go() -> str:
    go = shutil.which("go")
    if go is None:
        pytest.skip("There is no `go` on this machine, which builds stripe-mock.")
    return go


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "GOBIN": str(folder)}
