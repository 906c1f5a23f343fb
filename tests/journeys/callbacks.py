"""Messages of the gateway and the courier that come again: signed as they are, whenever."""

import json
import time
from collections.abc import Mapping
from typing import Any

import httpx

from shop.sandbox.callbacks import signature
from tests.shop.sandbox.process import SandboxProcess


def messages_about(sandbox: SandboxProcess, charge_id: str) -> list[dict[str, Any]]:
    """What the gateway told or is going to tell about the charge, oldest first."""
    with sandbox.client() as gateway:
        kept = gateway.get("/control/callbacks").json()
    return [one["body"] for one in reversed(kept) if one["body"]["data"]["id"] == charge_id]


def tell(door: str, message: Mapping[str, Any], *, secret: str) -> int:
    """Brings a message to one of the shop's doors; the HTTP status of the answer."""
    content = json.dumps(message)
    headers = {
        "Content-Type": "application/json",
        "Sandbox-Signature": signature(secret, body=content, moment=time.time()),
    }
    return httpx.post(
        door, content=content, headers=headers, timeout=20, trust_env=False
    ).status_code
