"""What products are called in addresses. A handle that was given up leads on for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError

from apps.catalog.models import FormerHandle, Product
from apps.catalog.queries import product_locked
from apps.catalog.rules.soundness import sound_handle
from apps.catalog.services.telling import announce_update
from shop.kernel.errors import InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def change_handle(*, product_id: UUID, handle: str) -> Product:
    """Calls the product something else; its old handle leads on to it.

    Raises InvalidInput if the handle is no good, another product's, or leads to one.
    """
    product = product_locked(product_id)
    handle = sound_handle(handle)
    if handle == product.handle:
        return product
    refuse_leading_handle(handle, product_id=product_id)
    return _rename(product, handle)


@unit_of_work
def take_over_handle(*, product_id: UUID, handle: str) -> Product:
    """As `change_handle`, but a handle that has led to another product leads there no longer."""
    product = product_locked(product_id)
    handle = sound_handle(handle)
    if handle == product.handle:
        return product
    FormerHandle.objects.filter(handle=handle).delete()
    return _rename(product, handle)


def refuse_taken_handle(handle: str, *, product_id: UUID) -> None:
    """Raises InvalidInput if the handle is another product's, or leads to one."""
    if Product.objects.filter(handle=handle).exclude(pk=product_id).exists():
        raise _taken(handle)
    refuse_leading_handle(handle, product_id=product_id)


def refuse_leading_handle(handle: str, *, product_id: UUID) -> None:
    """Raises InvalidInput if the handle leads to another product."""
    others = FormerHandle.objects.filter(handle=handle).exclude(product=product_id)
    if owner := others.values_list("product__handle", flat=True).first():
        raise InvalidInput(
            f"The handle {handle} leads to the product {owner}: choose another, or take it over."
        )


@contextmanager
def refusing_twins(handle: str) -> Iterator[None]:
    """Raises InvalidInput when somebody else was faster with the handle or a SKU."""
    try:
        yield
    except IntegrityError as refusal:
        constraint = str(getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", ""))
        if "handle" in constraint:
            raise _taken(handle) from refusal
        if constraint in {"variant_sku_once", "catalog_variant_stock_code_key"}:
            raise InvalidInput("Another product has just taken one of the SKUs.") from refusal
        raise


def keep_former_handle(product: Product, former: str) -> None:
    """To be called when the product has been saved under its new handle."""
    FormerHandle.objects.create(handle=former, product=product)


def reclaim_handle(product: Product, handle: str) -> None:
    """To be called before the product is saved under a handle that it may have had before."""
    product.former_handles.filter(handle=handle).delete()


def _rename(product: Product, handle: str) -> Product:
    former, product.handle = product.handle, handle
    reclaim_handle(product, handle)
    with refusing_twins(handle):
        product.save(update_fields=["handle"])
    keep_former_handle(product, former)
    if product.is_for_sale:
        announce_update(product)
    return product


def _taken(handle: str) -> InvalidInput:
    return InvalidInput(f"There is a product with the handle {handle}: choose another.")
