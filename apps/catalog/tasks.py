"""Prepares pictures: fetches those that lie elsewhere, and makes them fit for pages."""

from uuid import UUID

from celery import shared_task

from apps.catalog.gateways import fetch_picture
from apps.catalog.models import ProductImage
from apps.catalog.queries import kept_file
from apps.catalog.rules.pictures import UnusablePicture, prepared
from apps.catalog.services import record_picture, record_unusable_picture
from shop.kernel import jobs
from shop.kernel.errors import Unreachable


@shared_task(name=ProductImage.task, ignore_result=True)
def prepare_image(image_id: str) -> None:
    """Makes the image ready, unless it is not due or somebody else is at it."""
    jobs.perform(ProductImage, UUID(image_id), _prepare)


def _prepare(image: ProductImage) -> None:
    try:
        picture = prepared(_content(image))
    except UnusablePicture as refusal:
        _give_up(image, refusal.sentence)
    except Unreachable as failure:
        if not image.was_asked_too_often():
            raise
        _give_up(image, f"Asked {image.claims} times in vain. {failure}")
    else:
        record_picture(image_id=image.id, claims=image.claims, picture=picture)


def _content(image: ProductImage) -> bytes:
    return kept_file(image.original) if image.original else fetch_picture(image.address)


def _give_up(image: ProductImage, reason: str) -> None:
    record_unusable_picture(image_id=image.id, claims=image.claims, reason=reason)
