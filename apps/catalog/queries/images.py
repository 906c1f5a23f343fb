"""Pictures of products: which wait, and the files of those that are ready."""

from uuid import UUID

from django.core.files.storage import default_storage

from apps.catalog.models import ImageState, ProductImage


def waiting_images_of(product_id: UUID) -> list[UUID]:
    """The product's images that still have to be prepared."""
    waiting = ProductImage.objects.filter(product=product_id, state=ImageState.WAITING)
    return list(waiting.values_list("id", flat=True))


def kept_file(name: str) -> bytes:
    """What the storage has under the name. Raises FileNotFoundError if it has nothing."""
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content
