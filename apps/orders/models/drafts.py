from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from apps.orders.models.orders import Order
from apps.orders.rules import LONGEST_CODE, MOST_UNITS, VOUCHER_CODE, DraftWish
from shop.events.base import PostalAddress
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id


class DraftState(models.TextChoices):
    OPEN = "open"
    PLACED = "placed"
    DROPPED = "dropped"


_BUYER = ("email", "name", "line1", "line2", "city", "postal_code", "country")


class DraftOrder(models.Model):
    """What staff writes down for a buyer, until it is placed or dropped.

    Nothing is held for it and no price is promised. Who the buyer is stands here while it is open;
    then the order says it, or nobody does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(
        max_length=16, choices=DraftState, default=DraftState.OPEN, editable=False
    )
    order = models.OneToOneField(
        Order, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="draft"
    )
    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    line1 = models.CharField("street and number", max_length=200, blank=True)
    line2 = models.CharField("more of the address", max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    shipping_method = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    voucher_code = models.CharField(max_length=LONGEST_CODE, blank=True, db_default="", default="")
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draft_state_known", condition=Q(state__in=DraftState.values)
            ),
            models.CheckConstraint(
                name="draft_placed_as_its_order",
                condition=Q(state=DraftState.PLACED) ^ Q(order__isnull=True),
            ),
            models.CheckConstraint(
                name="draft_says_who_buys_while_open",
                condition=(Q(state=DraftState.OPEN) & ~Q(email="") & ~Q(name=""))
                | (~Q(state=DraftState.OPEN) & Q(**dict.fromkeys(_BUYER, ""))),
            ),
            models.CheckConstraint(
                name="draft_voucher_code_written",
                condition=Q(voucher_code="") | Q(voucher_code__regex=VOUCHER_CODE),
            ),
        ]
        indexes = [models.Index(Lower("email"), name="draft_of_mail_address")]

    def __str__(self) -> str:
        return f"{self.state} draft {self.id}"

    @property
    def is_over(self) -> bool:
        return self.state != DraftState.OPEN

    @property
    def wish(self) -> DraftWish:
        """What it says, while it is open."""
        return DraftWish(
            units={line.sku: line.quantity for line in self.lines.all()},
            email=self.email,
            delivery_address=PostalAddress(
                name=self.name,
                line1=self.line1,
                line2=self.line2,
                city=self.city,
                postal_code=self.postal_code,
                country=self.country,
            ),
            shipping_method=self.shipping_method,
            note=self.note,
            voucher=self.voucher_code,
        )

    def revise(self, wish: DraftWish) -> None:
        """It says this from now on, besides its lines.

        Raises DomainError once it is over, InvalidInput for what is no code of a voucher.
        """
        self.confirm_open()
        address = wish.delivery_address
        self.email = wish.email
        self.name, self.line1, self.line2 = address.name, address.line1, address.line2
        self.postal_code, self.city = address.postal_code, address.city
        self.country = address.country
        self.shipping_method, self.note = wish.shipping_method, wish.note
        self.voucher_code = wish.voucher_code
        self.changed_at = clock.now()

    def place(self, order: Order) -> None:
        """It is this order now."""
        self._close(DraftState.PLACED)
        self.order = order

    def drop(self) -> None:
        """Nothing comes of it."""
        self._close(DraftState.DROPPED)

    def confirm_open(self) -> None:
        """Raises DomainError for one that is over."""
        if self.is_over:
            raise DomainError(f"This draft is {self.state} already: write a new one.")

    def _close(self, state: DraftState) -> None:
        self.confirm_open()
        self.state, self.changed_at = state, clock.now()
        for name in _BUYER:
            setattr(self, name, "")


class DraftLine(models.Model):
    """So many units of one SKU."""

    draft = models.ForeignKey(DraftOrder, on_delete=models.CASCADE, related_name="lines")
    sku = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "sku"], name="draft_line_once"),
            models.CheckConstraint(
                name="draft_line_quantity", condition=Q(quantity__gte=1, quantity__lte=MOST_UNITS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"
