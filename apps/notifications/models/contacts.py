from django.db import models

from shop.kernel import clock

SMS = "sms"


class Contact(models.Model):
    """How to reach a customer, as accounts or the customer's first order told.

    The texts are as long as others allow them to be. `phone_channel` is the channel on which the
    customer wants short news, empty for none. An erased customer's row stays without the texts, so
    that what is heard late brings nothing back.
    """

    customer_id = models.UUIDField(primary_key=True)
    name = models.CharField(blank=True)
    email = models.CharField(blank=True, db_index=True)
    phone = models.CharField(blank=True)
    phone_channel = models.CharField(max_length=16, default=SMS, blank=True)
    locale = models.CharField(default="en")
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_email_given",
                condition=~models.Q(email="") | models.Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_erased_wholly",
                condition=models.Q(erased_at__isnull=True)
                | models.Q(name="", email="", phone="", phone_channel=""),
            ),
        ]

    def __str__(self) -> str:
        return f"contact of customer {self.customer_id}"

    def erase(self) -> None:
        """Nobody knows any more who this was."""
        self.name = self.email = self.phone = self.phone_channel = ""
        self.erased_at = clock.now()


class KnownOrder(models.Model):
    """Whose an order is, and its number: events about its money carry the order's id only."""

    order_id = models.UUIDField(primary_key=True)
    number = models.CharField(db_index=True)
    customer_id = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return f"order {self.number}"
