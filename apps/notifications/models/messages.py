from datetime import timedelta
from typing import ClassVar
from uuid import UUID, uuid5

from django.db import models
from django.db.models.functions import Now

from apps.notifications.rules import EMAIL, SECRET, MessageKind
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import Job

NO_ADDRESS = "no_address"
ERASED = "erased"


class MessageState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNDELIVERABLE = "undeliverable"


_LOST = (MessageState.FAILED, MessageState.UNDELIVERABLE)
_NOWHERE_TO_GO = (NO_ADDRESS, ERASED)


class Message(Job):
    """One thing that a customer is told about one event, once per channel.

    Subject, body and address are personal data; `error` is a code and never is. The body has a mark
    in place of `secret`, a token that only its addressee may see and that is forgotten as soon as
    the message waits no more. With an `address` the message goes there, else to the contact.
    `copies` counts how often it was sent again on purpose.
    """

    task: ClassVar = "notifications.send_message"
    patience: ClassVar = timedelta(hours=24)
    """How long the channel is asked while it gives no usable answer."""
    double_click: ClassVar = timedelta(minutes=1)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer_id = models.UUIDField(db_index=True)
    subject_event = models.UUIDField()
    kind = models.CharField(max_length=32, choices=MessageKind)
    channel = models.CharField(max_length=16, default=EMAIL)
    order_number = models.CharField(blank=True, db_index=True)
    language = models.CharField(max_length=16, default="en")
    address = models.CharField(blank=True)
    subject = models.CharField(blank=True)
    body = models.TextField(blank=True)
    secret = models.CharField(blank=True)
    state = models.CharField(max_length=16, choices=MessageState, default=MessageState.WAITING)
    waits_since = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(Job.Meta):
        permissions = [("resend_message", "Can send messages again")]
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
            models.CheckConstraint(
                name="message_secret_while_waiting",
                condition=models.Q(state=MessageState.WAITING) | models.Q(secret=""),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.id}"

    @property
    def letter_id(self) -> UUID:
        """The same for every attempt to send one copy, so that receivers can tell."""
        return uuid5(self.id, str(self.copies)) if self.copies else self.id

    @property
    def letter_body(self) -> str:
        """What only the addressee reads."""
        return self.body.replace(SECRET, self.secret) if self.secret else self.body

    def is_waiting(self) -> bool:
        return self.state == MessageState.WAITING

    def was_sent(self) -> None:
        """The channel took it."""
        self._settle(MessageState.SENT)
        self.sent_at = clock.now()

    def was_lost(self, reason: str) -> None:
        """It will never be sent; `reason` is a code: `no_address`, or why it was refused."""
        nowhere = reason in _NOWHERE_TO_GO
        self._settle(MessageState.UNDELIVERABLE if nowhere else MessageState.FAILED)
        self.error = reason

    def was_asked_too_long(self) -> bool:
        return clock.now() - self.waits_since > self.patience

    def send_again(self) -> None:
        """It waits once more. A copy of what was sent is a letter of its own.

        Raises DomainError if there is nothing (left) to send, or if it was sent just now.
        """
        if not self.body or SECRET in self.body:
            raise DomainError("Its text is not kept. Let the customer ask for a new link instead.")
        if self.sent_at and clock.now() - self.sent_at < self.double_click:
            raise DomainError("It was sent less than a minute ago. Give it time to arrive.")
        if self.state == MessageState.SENT:
            self.copies += 1
        self.state, self.error, self.sent_at = MessageState.WAITING, "", None
        self.waits_since = clock.now()
        self.fall_due()

    def erase(self) -> None:
        """Nobody knows any more what was told to whom; what waits is not sent."""
        self.subject = self.body = self.address = self.secret = ""
        if self.is_waiting():
            # Whoever is sending it just now must not record that any more.
            self.claims += 1
            self.was_lost(ERASED)

    def _settle(self, target: MessageState) -> None:
        if not self.is_waiting():
            raise DomainError(f"A {self.state} message cannot become {target}.")
        self.state = target
        self.secret = ""
        if SECRET in self.body:
            self.address = ""
        self.finish()
