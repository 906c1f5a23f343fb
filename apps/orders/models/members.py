from django.db import models


class Member(models.Model):
    """A customer who has an account; everybody else is a guest."""

    customer_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"member {self.customer_id}"
