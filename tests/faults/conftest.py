"""The faults' tests share the fixtures of the relay's tests."""

from tests.outbox_relay.conftest import effects, hear, open_session, product

__all__ = ["effects", "hear", "open_session", "product"]
