"""Pictures of products: handed in or fetched, then made fit for pages by a job."""

from apps.catalog.services.images.keeping import (
    add_image,
    describe_image,
    prepare_image_again,
    remove_image,
)
from apps.catalog.services.images.recording import record_picture, record_unusable_picture

__all__ = [
    "add_image",
    "describe_image",
    "prepare_image_again",
    "record_picture",
    "record_unusable_picture",
    "remove_image",
]
