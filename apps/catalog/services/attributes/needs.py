"""Which attributes a product needs before it can be for sale."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.catalog.models import AttributeValue, Product, TypeAttribute
from shop.kernel.errors import DomainError


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What types ask for, and what products have, as far as somebody looked it up."""

    of_types: Mapping[str, Mapping[UUID, str]]
    had: Mapping[UUID, set[UUID]]

    def lacking(self, product: Product, *, but: Collection[UUID] = ()) -> list[str]:
        """The labels of the attributes that the product should have and has not, `but` these."""
        needed = self.of_types.get(product.product_type)
        if not needed:
            return []
        had = self.had.get(product.id, set()) | set(but)
        return [label for attribute, label in needed.items() if attribute not in had]


def needs_of(products: Iterable[Product], *, types: Iterable[str] = ()) -> Needs:
    """About these products, of the types they have now or of `types`, in two statements."""
    known = {product.id: product.product_type for product in products}
    of_types = _needed_by({*known.values(), *types} - {""})
    return Needs(of_types=of_types, had=_had_by(known) if of_types else {})


def refuse_missing_attributes(product: Product) -> None:
    """Raises DomainError if the product lacks an attribute that its type needs."""
    if lacking := needs_of([product]).lacking(product):
        raise DomainError(
            f"{product.title} is a {product.product_type}, which needs {', '.join(lacking)}:"
            " describe it first."
        )


def _needed_by(types: set[str]) -> dict[str, dict[UUID, str]]:
    if not types:
        return {}
    needed: defaultdict[str, dict[UUID, str]] = defaultdict(dict)
    required = TypeAttribute.objects.filter(product_type__title__in=types, is_required=True)
    rows = required.values_list("product_type__title", "attribute_id", "attribute__label")
    for title, attribute_id, label in rows:
        needed[title][attribute_id] = label
    return dict(needed)


def _had_by(products: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    had: defaultdict[UUID, set[UUID]] = defaultdict(set)
    values = AttributeValue.objects.filter(product__in=list(products)).order_by()
    for product_id, attribute_id in values.values_list("product_id", "attribute_id"):
        had[product_id].add(attribute_id)
    return dict(had)
