from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import Job


class Contact(models.Model):
    """How to reach a customer, as accounts or the customer's first order told.

    The texts are as long as others allow them to be.
    """

    customer_id = models.UUIDField(primary_key=True)
    name = models.CharField()
    email = models.CharField()
    phone = models.CharField(blank=True)
    locale = models.CharField(default="en")

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_email_given", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return f"contact of customer {self.customer_id}"


class KnownOrder(models.Model):
    """Whose an order is, and its number: events about its money carry the order's id only."""

    order_id = models.UUIDField(primary_key=True)
    number = models.CharField()
    customer_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return f"order {self.number}"


class MessageKind(models.TextChoices):
    WELCOME = "welcome"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_REJECTED = "order_rejected"
    ORDER_RETURNED = "order_returned"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_REFUNDED = "payment_refunded"


class MessageState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNDELIVERABLE = "undeliverable"


EMAIL = "email"
NO_ADDRESS = "no_address"
_LOST = (MessageState.FAILED, MessageState.UNDELIVERABLE)


class Message(Job):
    """One thing that a customer is told about one event, once per channel.

    Subject and body are personal data; `error` is a code and never is.
    """

    task: ClassVar = "notifications.send_message"
    most_claims: ClassVar = 10
    """How often the channel is asked at most while it gives no usable answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer_id = models.UUIDField(db_index=True)
    subject_event = models.UUIDField()
    kind = models.CharField(max_length=32, choices=MessageKind)
    channel = models.CharField(max_length=16, default=EMAIL)
    subject = models.CharField()
    body = models.TextField()
    state = models.CharField(max_length=16, choices=MessageState, default=MessageState.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["subject_event", "customer_id", "channel"], name="message_once"
            ),
            models.CheckConstraint(
                name="message_kind_known", condition=models.Q(kind__in=MessageKind.values)
            ),
            models.CheckConstraint(
                name="message_state_known", condition=models.Q(state__in=MessageState.values)
            ),
            models.CheckConstraint(
                name="message_due_while_waiting",
                condition=models.Q(state=MessageState.WAITING, due_at__isnull=False)
                | ~models.Q(state=MessageState.WAITING) & models.Q(due_at__isnull=True),
            ),
            models.CheckConstraint(
                name="message_sent_when",
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~models.Q(state=MessageState.SENT) & models.Q(sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="message_lost_why",
                condition=models.Q(state__in=_LOST) & ~models.Q(error="")
                | ~models.Q(state__in=_LOST) & models.Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.id}"

    def is_waiting(self) -> bool:
        return self.state == MessageState.WAITING

    def was_sent(self) -> None:
        """The channel took it."""
        self._settle(MessageState.SENT)
        self.sent_at = clock.now()

    def was_lost(self, reason: str) -> None:
        """It will never be sent; `reason` is a code: `no_address`, or why it was refused."""
        nowhere = reason == NO_ADDRESS
        self._settle(MessageState.UNDELIVERABLE if nowhere else MessageState.FAILED)
        self.error = reason

    def was_asked_too_often(self) -> bool:
        return self.claims >= self.most_claims

    def _settle(self, target: MessageState) -> None:
        if not self.is_waiting():
            raise DomainError(f"A {self.state} message cannot become {target}.")
        self.state = target
        self.finish()
