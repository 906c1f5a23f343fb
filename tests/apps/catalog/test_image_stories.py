"""Pictures are prepared in the story of whoever wanted them, however late."""

from dataclasses import replace

import pytest

from apps.catalog.rules.drafts import ImageDraft
from apps.catalog.services import create_product, prepare_image_again, publish_product
from shop.events.catalog import ProductUpdated
from shop.kernel.context import Context, acting_in
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.apps.catalog.goods import TEA
from tests.apps.catalog.pictures import picture
from tests.factories.catalog import ProductImageFactory

pytestmark = pytest.mark.django_db


def test_a_picture_is_prepared_in_the_story_of_who_described_the_product(host, do_jobs):
    describing = Context(correlation_id=new_id())
    shown = ImageDraft(address=host.shows("/tea.png", picture()))

    with acting_in(describing):
        product = create_product(draft=replace(TEA, images=(shown,)))
    publish_product(product_id=product.id)
    do_jobs()

    told = OutboxEvent.objects.last()
    assert told.type == ProductUpdated.type_name()
    assert told.correlation_id == describing.correlation_id


def test_a_picture_is_prepared_again_in_the_story_of_who_asked_for_it(host, do_jobs):
    image = ProductImageFactory(address=host.shows("/tea.png", picture()))
    do_jobs()
    asking = Context(correlation_id=new_id())

    with acting_in(asking):
        prepare_image_again(image_id=image.id)

    image.refresh_from_db()
    assert image.story["correlation_id"] == str(asking.correlation_id)
