from apps.catalog.models import ProductImage
from apps.catalog.queries import waiting_images_of
from shop.events.catalog import ProductPublished, ProductUpdated
from shop.kernel import jobs
from shop.kernel.bus import after


@after(ProductPublished)
def prepare_images_of_published_product(event: ProductPublished) -> None:
    _wake_images(event)


@after(ProductUpdated)
def prepare_images_of_updated_product(event: ProductUpdated) -> None:
    _wake_images(event)


def _wake_images(event: ProductPublished | ProductUpdated) -> None:
    """Those of products that are not for sale have time until the sweeper comes."""
    for image_id in waiting_images_of(event.product_id):
        jobs.wake(ProductImage, image_id)
