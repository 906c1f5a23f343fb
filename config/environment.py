"""Reads the environment: every engine has one switch, documented in the README's table."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(os.environ.get("TRADEWIND_STATE", BASE_DIR / "var"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: str = "no") -> bool:
    return text(name, default).lower() in {"1", "yes", "true", "on"}


def one_of(name: str, *choices: str) -> str:
    """One of these words, the first if nothing is said. Raises ImproperlyConfigured for others."""
    given = text(name) or choices[0]
    if given not in choices:
        raise ImproperlyConfigured(f"{name} is {given!r}: say one of {', '.join(choices)}.")
    return given


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """Texts by name, `one=text,other=text`."""
    return dict(pair.split("=", 1) for pair in words(name))


def several(name: str) -> dict[str, list[str]]:
    """All texts of each name, `one=text,one=other text`."""
    found: dict[str, list[str]] = {}
    for pair in words(name):
        key, _, value = pair.partition("=")
        found.setdefault(key, []).append(value)
    return found


def secret(name: str) -> str:
    """The secret of that name; in demo mode without one, a stable one of this state folder.

    Raises ImproperlyConfigured for a real shop: machines that each made up their own could not
    read each other's tokens, nor what was encrypted for customers.
    """
    if given := text(name):
        return given
    if not flag("TRADEWIND_DEMO", default="yes"):
        raise ImproperlyConfigured(f"Set {name} to a long random text, the same on every machine.")
    return hashlib.sha256(f"{name}:{_own_secret()}".encode()).hexdigest()


def database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name` address."""
    parts = urlsplit(url)
    return {
        "ENGINE": "shop.kernel.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def kafka_security() -> dict[str, str]:
    """How brokers are spoken to, in librdkafka's names; in the clear if no protocol is named."""
    protocol = text("KAFKA_SECURITY_PROTOCOL")
    named = {
        "security.protocol": protocol,
        "ssl.ca.location": text("KAFKA_TLS_CA"),
        "ssl.certificate.location": text("KAFKA_TLS_CERT"),
        "ssl.key.location": text("KAFKA_TLS_KEY"),
        "sasl.mechanisms": text("KAFKA_SASL_MECHANISM"),
        "sasl.username": text("KAFKA_SASL_USERNAME"),
        "sasl.password": text("KAFKA_SASL_PASSWORD"),
    }
    return {name: value for name, value in named.items() if protocol and value}


def _own_secret() -> str:
    path = STATE_DIR / "secret"
    if not path.exists():
        STATE_DIR.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_hex(32))
    return path.read_text()


def _write_once(path: Path, content: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        # Two processes started at once; the other one's secret counts.
        pass
    finally:
        draft.unlink()
