"""A product as somebody wants it to be: complete, and not yet written anywhere."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class VariantDraft:
    """One thing to buy. `option_values` stand in the order of the product's option names.

    `weight_grams` None says nothing about the weight: a new variant then weighs 0.
    """

    price: Decimal
    sku: str = ""
    option_values: tuple[str, ...] = ()
    compare_at_price: Decimal | None = None
    weight_grams: int | None = None
    barcode: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from its siblings: the merchant's SKU, or else the options."""
        return variant_key(self.sku, self.option_values)


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageDraft:
    """A picture that lies elsewhere. `position` None means after those that are there."""

    address: str
    alt: str = ""
    position: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductDraft:
    """Everything that is said about a product. `category` is a category's handle, or empty."""

    handle: str
    title: str
    variants: tuple[VariantDraft, ...]
    description: str = ""
    brand: str = ""
    product_type: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    tax_class: str = ""
    option_names: tuple[str, ...] = ()
    images: tuple[ImageDraft, ...] = ()


def variant_key(sku: str, option_values: tuple[str, ...]) -> tuple[str, ...]:
    """("sku", its SKU), or ("options", value, value, ...) for a variant without one."""
    return ("sku", sku) if sku else ("options", *option_values)
