"""How far a product is from what somebody wants it to be. Nothing is written here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from apps.catalog.models import AttributeValue, Product, ProductImage, ProductState, Variant
from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from apps.catalog.rules.stock_codes import stock_code
from shop.events.base import Money

Moved = Callable[[Product], None]

_FACTS = ("handle", "title", "description", "brand", "product_type")
_UNSEEN = {"state", "tax_class"}
_UNSEEN_OF_VARIANT = {"sku", "price", "barcode", "weight_grams"}


@dataclass(kw_only=True)
class Change:
    """A product as it shall be, and which of its rows differ from what is stored."""

    product: Product
    known: bool
    was_for_sale: bool
    offered_before: dict[str, tuple[object, ...]]
    variants: list[Variant] = field(default_factory=list)
    changed_facts: list[str] = field(default_factory=list)
    new_variants: list[Variant] = field(default_factory=list)
    changed_variants: list[Variant] = field(default_factory=list)
    gone_variants: list[Variant] = field(default_factory=list)
    new_images: list[ProductImage] = field(default_factory=list)
    changed_images: list[ProductImage] = field(default_factory=list)
    gone_images: list[ProductImage] = field(default_factory=list)
    new_values: list[AttributeValue] = field(default_factory=list)
    gone_values: list[AttributeValue] = field(default_factory=list)
    old_prices: dict[str, Money] = field(default_factory=dict)
    seen_of_variants: set[str] = field(default_factory=set)
    is_described_anew: bool = False

    @property
    def shows(self) -> bool:
        """Whether the product looks different, besides its prices and which variants it has."""
        images = (self.new_images, self.changed_images, self.gone_images)
        words = set(self.changed_facts) - _UNSEEN or self.is_described_anew
        return bool(words or self.seen_of_variants or any(images))

    @property
    def comes_to_be_sold(self) -> bool:
        return self.product.is_for_sale and not self.was_for_sale

    @property
    def is_empty(self) -> bool:
        """Whether the product already is what it shall be."""
        return self.known and not any(
            (
                self.changed_facts,
                self.new_variants,
                self.changed_variants,
                self.gone_variants,
                self.new_images,
                self.changed_images,
                self.gone_images,
                self.is_described_anew,
            )
        )


def change_of(
    known: Product | None, wanted: ProductDraft, *, category_ids: Mapping[str, UUID], currency: str
) -> Change:
    """What is to be written so that the product is as wanted. `wanted` is sound and complete.

    `known` comes with its variants and images; it takes the wanted values over, unsaved.
    """
    product = known or Product(handle=wanted.handle)
    stored = list(known.variants.all()) if known else []
    change = Change(
        product=product,
        known=known is not None,
        was_for_sale=known is not None and known.is_for_sale,
        offered_before=offer(product, stored),
    )
    _take_facts(change, wanted, category_ids)
    _take_variants(change, stored, wanted, currency)
    _take_images(change, list(known.images.all()) if known else [], wanted.images)
    return change


def move(change: Change, state: str) -> None:
    """Brings the product into the state, by its own verb, unless it is there already."""
    if change.product.state == state:
        return
    _VERBS[state](change.product)
    if change.known:
        change.changed_facts.append("state")


_VERBS: dict[str, Moved] = {
    ProductState.DRAFT: Product.return_to_draft,
    ProductState.PUBLISHED: Product.publish,
    ProductState.WITHDRAWN: Product.withdraw,
}


def offer(product: Product, variants: Iterable[Variant]) -> dict[str, tuple[object, ...]]:
    """What the other contexts know of the variants besides their prices, by stock code."""
    return {
        v.stock_code: (v.title_within(product), product.tax_class, v.weight_grams) for v in variants
    }


def _take_facts(change: Change, wanted: ProductDraft, category_ids: Mapping[str, UUID]) -> None:
    product = change.product
    facts = {name: getattr(wanted, name) for name in _FACTS}
    facts["tags"] = list(wanted.tags)
    facts["option_names"] = list(wanted.option_names)
    facts["tax_class"] = wanted.tax_class or product.tax_class
    facts["category_id"] = category_ids[wanted.category] if wanted.category else None
    changed = _take(product, facts)
    if change.known:
        change.changed_facts += changed


def _take_variants(
    change: Change, stored: list[Variant], wanted: ProductDraft, currency: str
) -> None:
    pairs = _paired(stored, wanted.variants)
    for position, (variant, draft) in enumerate(pairs, start=1):
        if variant is None:
            change.new_variants.append(_new_variant(change.product, draft, position, currency))
        else:
            _take_variant(change, variant, draft, position)
    kept = {variant.id for variant, _ in pairs if variant}
    change.gone_variants = [variant for variant in stored if variant.id not in kept]
    change.variants = [v for v in stored if v.id in kept] + change.new_variants


def _paired(
    stored: list[Variant], drafts: tuple[VariantDraft, ...]
) -> list[tuple[Variant | None, VariantDraft]]:
    """Each draft with the variant it is about.

    A variant without SKU whose options now come with one is that same variant, named at last.
    """
    by_key = {variant.key: variant for variant in stored}
    spoken_for = {draft.key for draft in drafts}
    nameless = {v.key: v for v in stored if not v.sku and v.key not in spoken_for}
    return [
        (by_key.get(d.key) or nameless.pop(("options", *d.option_values), None), d) for d in drafts
    ]


def _new_variant(product: Product, draft: VariantDraft, position: int, currency: str) -> Variant:
    return Variant(
        product=product,
        stock_code=stock_code(
            sku=draft.sku, handle=product.handle, option_values=draft.option_values
        ),
        sku=draft.sku,
        option_values=list(draft.option_values),
        price=draft.price,
        compare_at_price=draft.compare_at_price,
        currency=currency,
        weight_grams=draft.weight_grams or 0,
        barcode=draft.barcode,
        position=position,
    )


def _take_variant(change: Change, variant: Variant, draft: VariantDraft, position: int) -> None:
    old_price = variant.cost()
    facts = {
        "sku": draft.sku,
        "option_values": list(draft.option_values),
        "price": draft.price,
        "compare_at_price": draft.compare_at_price,
        "barcode": draft.barcode,
        "position": position,
    }
    if draft.weight_grams is not None:
        facts["weight_grams"] = draft.weight_grams
    if not (changed := _take(variant, facts)):
        return
    change.changed_variants.append(variant)
    change.seen_of_variants |= set(changed) - _UNSEEN_OF_VARIANT
    if "price" in changed:
        change.old_prices[variant.stock_code] = old_price


def _take_images(
    change: Change, stored: list[ProductImage], drafts: tuple[ImageDraft, ...]
) -> None:
    by_address = {image.address: image for image in stored if image.address}
    next_position = max((draft.position or 0 for draft in drafts), default=0) + 1
    for draft in drafts:
        position, next_position = _placed(draft, next_position)
        image = by_address.pop(draft.address, None)
        if image is None:
            change.new_images.append(
                ProductImage(
                    product=change.product, address=draft.address, alt=draft.alt, position=position
                )
            )
        elif _take(image, {"alt": draft.alt, "position": position}):
            change.changed_images.append(image)
    change.gone_images = list(by_address.values())


def _placed(draft: ImageDraft, next_position: int) -> tuple[int, int]:
    if draft.position is None:
        return next_position, next_position + 1
    return draft.position, next_position


def _take(row: Product | Variant | ProductImage, facts: dict[str, object]) -> list[str]:
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed
