from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Member(models.Model):
    """A customer who has an account; everybody else is a guest.

    `mailbox` is the mail address that was proved to be theirs, in small letters; empty before.
    """

    customer_id = models.UUIDField(primary_key=True)
    mailbox = models.CharField(max_length=254, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"], condition=~Q(mailbox=""), name="member_mailbox_once"
            ),
            models.CheckConstraint(
                name="member_mailbox_lower_case", condition=Q(mailbox=Lower(F("mailbox")))
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.customer_id}"
