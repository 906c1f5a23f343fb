"""What a product is called in addresses, and what it was called before."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from apps.catalog.models import FormerHandle, Product
from apps.catalog.queries import current_handle
from apps.catalog.services import (
    change_handle,
    create_product,
    revise_product,
    take_over_handle,
    withdraw_product,
)
from shop.events.catalog import ProductPublished, ProductUpdated
from shop.kernel.errors import InvalidInput
from tests.apps.catalog.files import take
from tests.apps.catalog.goods import SMALL, TEA, published_tea
from tests.factories.catalog import FormerHandleFactory, ProductFactory

pytestmark = pytest.mark.django_db

OTHER = replace(TEA, handle="other", variants=(replace(SMALL, sku="OTHER"),))


def test_an_old_handle_leads_to_the_new_one(published):
    tea = published_tea()

    change_handle(product_id=tea.id, handle="first-flush")

    assert Product.objects.get().handle == "first-flush"
    assert current_handle("darjeeling") == "first-flush"
    assert published(ProductUpdated) == [
        ProductUpdated(product_id=tea.id, handle="first-flush", title="Darjeeling")
    ]


def test_a_chain_of_old_handles_leads_straight_to_the_present_one():
    tea = published_tea()

    for handle in ("a", "b", "c"):
        change_handle(product_id=tea.id, handle=handle)

    assert [current_handle(h) for h in ("darjeeling", "a", "b")] == ["c", "c", "c"]
    assert current_handle("c") is None


def test_a_product_may_take_its_own_handle_back():
    tea = published_tea()

    change_handle(product_id=tea.id, handle="a")
    change_handle(product_id=tea.id, handle="darjeeling")

    assert Product.objects.get().handle == "darjeeling"
    assert current_handle("a") == "darjeeling"
    assert current_handle("darjeeling") is None


def test_the_same_handle_again_is_no_change(published):
    tea = published_tea()

    change_handle(product_id=tea.id, handle=" darjeeling ")

    assert published(ProductUpdated) == []
    assert not FormerHandle.objects.exists()


def test_a_handle_that_leads_elsewhere_is_taken_over_only_on_purpose():
    tea = published_tea()
    change_handle(product_id=tea.id, handle="first-flush")
    other = create_product(draft=OTHER)

    with pytest.raises(InvalidInput, match="darjeeling leads to the product first-flush"):
        change_handle(product_id=other.id, handle="darjeeling")
    with pytest.raises(InvalidInput, match="darjeeling leads to the product first-flush"):
        create_product(draft=replace(TEA, variants=(replace(SMALL, sku="NEW"),)))
    take_over_handle(product_id=other.id, handle="darjeeling")

    assert set(Product.objects.values_list("handle", flat=True)) == {"darjeeling", "first-flush"}
    assert current_handle("darjeeling") is None
    assert current_handle("other") == "darjeeling"


@pytest.mark.parametrize("service", [change_handle, take_over_handle])
def test_a_handle_in_use_is_nobody_elses(service):
    published_tea()
    other = create_product(draft=OTHER)

    with pytest.raises(InvalidInput, match="There is a product with the handle darjeeling"):
        service(product_id=other.id, handle="darjeeling")


def test_a_revision_may_bring_another_handle_and_tells_once(published):
    tea = published_tea()

    revise_product(product_id=tea.id, draft=replace(TEA, handle="tea", description="Fine."))

    assert current_handle("darjeeling") == "tea"
    assert len(published(ProductUpdated)) == 1
    assert len(published(ProductPublished)) == 1


def test_nobody_hears_of_a_new_handle_while_the_product_is_not_for_sale(published):
    tea = published_tea()
    withdraw_product(product_id=tea.id)

    change_handle(product_id=tea.id, handle="a")

    assert published(ProductUpdated) == []


def test_a_file_does_not_revive_an_old_handle():
    tea = published_tea()
    change_handle(product_id=tea.id, handle="first-flush")

    tally, findings = take({"Handle": "darjeeling", "Title": "Tea", "Variant Price": "3"})

    assert (tally.products_created, tally.errors) == (0, 1)
    assert "Its handle leads to the product first-flush" in findings[0].reason


def test_the_database_refuses_a_product_under_a_handle_that_leads_on():
    FormerHandleFactory(handle="old")

    with pytest.raises(IntegrityError, match="The handle old is taken"):
        ProductFactory(handle="old")


def test_the_database_refuses_to_lead_a_handle_in_use_elsewhere():
    ProductFactory(handle="tea")

    with pytest.raises(IntegrityError, match="The handle tea is taken"):
        FormerHandleFactory(handle="tea")
