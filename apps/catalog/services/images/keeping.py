from uuid import UUID

from django.db.models import Max

from apps.catalog.models import Product, ProductImage
from apps.catalog.queries import product_locked
from apps.catalog.rules.pictures import MOST_BYTES
from apps.catalog.rules.soundness import sound_alt
from apps.catalog.services.images.files import keep_file
from apps.catalog.services.telling import announce_update
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_IMAGES = 250


@unit_of_work
def add_image(*, product_id: UUID, content: bytes, alt: str = "") -> ProductImage:
    """Hands a picture file in; a job looks into it and makes its sizes.

    The same file twice is one image. Raises InvalidInput for an empty or too large file.
    """
    if not 0 < len(content) <= MOST_BYTES:
        raise InvalidInput(f"A picture file has 1 byte to {MOST_BYTES // 1024 // 1024} MB.")
    product = product_locked(product_id)
    if product.images.count() >= MOST_IMAGES:
        raise InvalidInput(f"A product has at most {MOST_IMAGES} images: remove one first.")
    original = keep_file(content, folder="originals", extension="bin")
    if twin := product.images.filter(original=original).first():
        return twin
    last = product.images.aggregate(last=Max("position"))["last"] or 0
    image = ProductImage.objects.create(
        product=product, original=original, alt=sound_alt(alt), position=last + 1
    )
    _announce(product)
    return image


@unit_of_work
def describe_image(*, image_id: UUID, alt: str, position: int) -> ProductImage:
    """Says what the image shows, for people who cannot see it, and puts it in its place."""
    product, image = locked_image(image_id)
    image.alt, image.position = sound_alt(alt), position
    image.save(update_fields=["alt", "position"])
    _announce(product)
    return image


@unit_of_work
def remove_image(*, image_id: UUID) -> None:
    """The product has the image no longer. Its files stay: others may show the same picture."""
    product, image = locked_image(image_id)
    image.delete()
    _announce(product)


@unit_of_work
def prepare_image_again(*, image_id: UUID) -> ProductImage:
    """Lets a job fetch and prepare the image once more; until then it shows as it was."""
    product, image = locked_image(image_id)
    image.wait()
    image.save(update_fields=["state", "failure", "claims", "due_at", "story"])
    _announce(product)
    return image


def locked_image(image_id: UUID) -> tuple[Product, ProductImage]:
    """The image behind its product's lock. Raises NotFound if it is gone."""
    product = Product.objects.select_for_update().filter(images=image_id).first()
    if product is None:
        raise NotFound("There is no such image.")
    image = product.images.select_for_update().filter(pk=image_id).first()
    if image is None:
        raise NotFound("The image has just been removed.")
    return product, image


def _announce(product: Product) -> None:
    if product.is_for_sale:
        announce_update(product)
