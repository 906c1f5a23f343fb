"""The kernel's own tables."""

from shop.kernel.models.callbacks import Callback, CallbackState
from shop.kernel.models.customer_keys import CustomerKey
from shop.kernel.models.idempotency import IdempotencyRecord
from shop.kernel.models.inbox import OutboxInbox, OutboxInboxStream, OutboxRefusedRecord
from shop.kernel.models.jobs import Job
from shop.kernel.models.outbox import (
    OutboxCursor,
    OutboxEvent,
    OutboxMember,
    OutboxParkedEvent,
    OutboxParkedKey,
    OutboxSkipped,
    OutboxStream,
    OutboxTick,
)

__all__ = [
    "Callback",
    "CallbackState",
    "CustomerKey",
    "IdempotencyRecord",
    "Job",
    "OutboxCursor",
    "OutboxEvent",
    "OutboxInbox",
    "OutboxInboxStream",
    "OutboxMember",
    "OutboxParkedEvent",
    "OutboxParkedKey",
    "OutboxRefusedRecord",
    "OutboxSkipped",
    "OutboxStream",
    "OutboxTick",
]
