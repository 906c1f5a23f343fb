from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import MD5, Now

from apps.catalog.models.product import Product
from shop.kernel.identity import new_id
from shop.kernel.models import Job


class ImageState(models.TextChoices):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class ProductImage(Job):
    """A picture of a product: at an address elsewhere, or a file that was handed in.

    A job turns it into `sizes`, smallest first, each a dict of width and height in pixels and the
    names of its files in the storage by format ("webp", and "jpeg" or "png"). `blur` is a tiny
    picture as a data address, to be shown until the real one is there. `failure` says why there
    are no sizes.
    """

    task: ClassVar = "catalog.prepare_image"
    claim_length: ClassVar = timedelta(seconds=120)
    most_claims: ClassVar = 6
    """How often a host is asked at most while it gives no usable answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    address = models.CharField(max_length=2000, blank=True)
    original = models.CharField(max_length=200, blank=True, editable=False)
    alt = models.CharField(max_length=512, blank=True)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=ImageState, default=ImageState.WAITING)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    sizes = models.JSONField(default=list, editable=False)
    blur = models.TextField(blank=True, editable=False)
    failure = models.CharField(max_length=255, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(Job.Meta):
        ordering = ["position", "address", "id"]
        constraints = [
            models.UniqueConstraint(
                "product",
                MD5("address"),
                name="product_image_once",
                condition=~models.Q(address=""),
            ),
            models.UniqueConstraint(
                "product", "original", name="product_upload_once", condition=~models.Q(original="")
            ),
            models.CheckConstraint(
                name="image_state_known", condition=models.Q(state__in=ImageState.values)
            ),
            models.CheckConstraint(
                name="image_has_one_source",
                condition=models.Q(address="") & ~models.Q(original="")
                | ~models.Q(address="") & models.Q(original=""),
            ),
            models.CheckConstraint(
                name="image_failure_is_explained",
                condition=models.Q(state=ImageState.FAILED) & ~models.Q(failure="")
                | ~models.Q(state=ImageState.FAILED) & models.Q(failure=""),
            ),
            models.CheckConstraint(
                name="image_due_while_waiting",
                condition=models.Q(state=ImageState.WAITING, due_at__isnull=False)
                | ~models.Q(state=ImageState.WAITING) & models.Q(due_at__isnull=True),
            ),
            models.CheckConstraint(
                name="image_ready_has_sizes",
                condition=~models.Q(state=ImageState.READY)
                | models.Q(width__gt=0, height__gt=0) & ~models.Q(sizes=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"image {self.id}"

    def was_asked_too_often(self) -> bool:
        return self.claims >= self.most_claims

    def show(self, *, width: int, height: int, sizes: list[dict[str, object]], blur: str) -> None:
        """The picture is there, in these sizes."""
        self.state, self.failure = ImageState.READY, ""
        self.width, self.height, self.sizes, self.blur = width, height, sizes, blur
        self.finish()

    def fail(self, reason: str) -> None:
        """Nothing can be made of it; what it showed before stays."""
        self.state, self.failure = ImageState.FAILED, reason[:255]
        self.finish()

    def wait(self) -> None:
        """It is to be prepared, as if it had never been tried."""
        self.state, self.failure = ImageState.WAITING, ""
        self.claims = 0
        self.fall_due()
