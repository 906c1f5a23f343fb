"""Who has an account."""

from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Lower

from apps.orders.models import Member


def member_with(email: str) -> UUID | None:
    """The customer whose mail address this was proved to be, in whatever letters; or nobody."""
    found = Member.objects.exclude(mailbox="").filter(mailbox=Lower(Value(email)))
    return found.values_list("customer_id", flat=True).first()
