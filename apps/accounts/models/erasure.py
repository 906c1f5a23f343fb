from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from apps.accounts.models.users import User
from apps.accounts.rules.refusals import NewsUnderWay
from shop.kernel.identity import new_id
from shop.kernel.models import Job


class ErasureRequest(Job):
    """The owner of a closed account wants to be forgotten, as soon as nobody needs them any more.

    First due when no access token of the account can be good any more. `reason` is the code of the
    refusal that was met last, empty before any.
    """

    task: ClassVar = "accounts.erase_user"
    look_again_after: ClassVar = timedelta(hours=1)
    news_pass_within: ClassVar = timedelta(minutes=1)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="erasure_request")
    requested_at = models.DateTimeField(db_default=Now())
    reason = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"erasure request {self.id}"

    def wait_because(self, reason: str) -> None:
        """Somebody needs the person still: due again when that may be over."""
        self.reason = reason
        is_only_news = reason == NewsUnderWay.code
        self.postpone(self.news_pass_within if is_only_news else self.look_again_after)


class FormerCustomer(models.Model):
    """As whom a member bought before, as a guest: the same person to be forgotten."""

    customer_id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_customers")

    def __str__(self) -> str:
        return f"former customer {self.customer_id}"
