from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.orders.models.columns import seats_column
from apps.orders.models.orders import Order
from apps.orders.rules import LONGEST_CODE, MOST_UNITS
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id


class CartState(models.TextChoices):
    OPEN = "open"
    ORDERED = "ordered"
    MERGED = "merged"


class Cart(models.Model):
    """What a shopper means to buy. One of a customer is open at most, and it is ordered once.

    A guest of the API shows a token to come back to it; only its hash is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer_id = models.UUIDField()
    state = models.CharField(max_length=16, choices=CartState, default=CartState.OPEN)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="cart")
    voucher_code = models.CharField(max_length=LONGEST_CODE, blank=True, db_default="")
    token_hash = models.BinaryField(max_length=32, null=True)
    changed_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cart_state_known", condition=Q(state__in=CartState.values)
            ),
            models.CheckConstraint(
                name="cart_ordered_by_its_order",
                condition=Q(state=CartState.ORDERED) ^ Q(order__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["customer_id"],
                condition=Q(state=CartState.OPEN),
                name="cart_open_once",
            ),
        ]
        indexes = [models.Index(F("customer_id"), F("id").desc(), name="cart_latest_first")]

    def __str__(self) -> str:
        return f"{self.state} cart {self.id}"

    def close(self, order: Order) -> None:
        """It was ordered: what is put in from now on goes into a new one."""
        self._leave_open(CartState.ORDERED)
        self.order = order

    def merge(self) -> None:
        """Its lines are in another cart now."""
        self._leave_open(CartState.MERGED)

    def _leave_open(self, state: CartState) -> None:
        if self.state != CartState.OPEN:
            raise DomainError(f"This cart is {self.state} already.")
        self.state = state


class CartLine(models.Model):
    """So many units of one SKU; `seen_price` is what one cost when it was put in.

    Of tickets, `seats` are those that were picked; the others may be any.
    """

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    sku = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    seats = seats_column()
    seen_price = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "sku"], name="cart_line_once"),
            models.CheckConstraint(
                name="cart_line_quantity", condition=Q(quantity__gte=1, quantity__lte=MOST_UNITS)
            ),
            models.CheckConstraint(
                name="cart_line_a_ticket_a_seat", condition=Q(seats__len__lte=F("quantity"))
            ),
            models.CheckConstraint(
                name="cart_line_price_not_negative", condition=Q(seen_price__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"
