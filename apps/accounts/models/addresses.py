from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.accounts.models.users import User
from apps.accounts.rules import contacts
from shop.kernel.identity import new_id


class SavedAddress(models.Model):
    """Where parcels of a member may go; at most one of a member's is filled in by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=contacts.LONGEST_NAME, validators=[contacts.one_line])
    line1 = models.CharField(max_length=200, validators=[contacts.one_line])
    line2 = models.CharField(max_length=200, blank=True, validators=[contacts.one_line])
    postal_code = models.CharField(max_length=20, validators=[contacts.one_line])
    city = models.CharField(max_length=200, validators=[contacts.one_line])
    country = models.CharField(max_length=2, validators=[contacts.country_code])
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "saved addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="saved_address_one_default"
            ),
            models.CheckConstraint(
                name="saved_address_complete",
                condition=~Q(name="") & ~Q(line1="") & ~Q(city="") & ~Q(postal_code=""),
            ),
            models.CheckConstraint(
                name="saved_address_country", condition=Q(country__regex=r"^[A-Z]{2}$")
            ),
        ]

    def __str__(self) -> str:
        return f"address {self.id}"
