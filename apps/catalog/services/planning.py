"""What a file would change, product by product. Writes no products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings

from apps.catalog.models import Category, Product, ProductState, TaxClass
from apps.catalog.queries import (
    categories_titled,
    current_handles,
    owners_of_skus,
    products_called,
)
from apps.catalog.rules.shopify.blocks import ProductBlock
from apps.catalog.rules.soundness import sound
from apps.catalog.services.attributes.filed import Vocabulary, describe, vocabulary_of
from apps.catalog.services.attributes.needs import Needs, needs_of
from apps.catalog.services.categories import ensure_categories, missing_categories
from apps.catalog.services.changes import Change, change_of, move
from apps.catalog.services.merging import merged
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding, error, note


@dataclass(kw_only=True)
class Plan:
    """What becomes of a block: a change, perhaps an empty one, or nothing and the reasons.

    A plan without a product waits for one: the file has begun it before, but it is not stored.
    """

    block: ProductBlock
    change: Change | None = None
    is_waiting: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return self.change is not None and not self.change.is_empty


@dataclass(frozen=True, kw_only=True)
class _Shop:
    """What there is already, as far as the blocks touch it."""

    products: Mapping[str, Product]
    leading: Mapping[str, str]
    needs: Needs
    vocabulary: Vocabulary
    sku_owners: Mapping[str, str]
    categories: Mapping[str, Category]

    def category_ids(self) -> dict[str, UUID]:
        of_products = (product.category for product in self.products.values())
        every = [*self.categories.values(), *filter(None, of_products)]
        return {category.handle: category.id for category in every}


def plans_with_categories(blocks: Sequence[ProductBlock]) -> list[Plan]:
    """As `plans_for`, but the categories that the blocks name are made first."""
    ensure_categories(block.draft.category for block in blocks)
    return plans_for(blocks)


def plans_for(blocks: Sequence[ProductBlock]) -> list[Plan]:
    """A plan for each block, in a bounded number of statements. No two have the same handle."""
    shop = _shop_around(blocks)
    category_ids = shop.category_ids()
    plans = [Plan(block=block) for block in blocks]
    for plan in plans:
        _decide(plan, shop, category_ids)
    return plans


def _shop_around(blocks: Sequence[ProductBlock]) -> _Shop:
    handles = [block.draft.handle for block in blocks]
    products = products_called(handles)
    titles = {block.draft.category for block in blocks if block.draft.category}
    missing = {category.full_title: category for category in missing_categories(titles)}
    return _Shop(
        products=products,
        leading=current_handles(h for h in handles if h not in products),
        needs=needs_of(products.values(), types={block.draft.product_type for block in blocks}),
        vocabulary=vocabulary_of(blocks, [product.id for product in products.values()]),
        sku_owners=owners_of_skus(v.sku for block in blocks for v in block.draft.variants if v.sku),
        categories={**missing, **(categories_titled(titles) if titles else {})},
    )


def _decide(plan: Plan, shop: _Shop, category_ids: Mapping[str, UUID]) -> None:
    known = shop.products.get(plan.block.draft.handle)
    block = _in_our_words(_without_foreign_skus(plan, shop), shop)
    if known is None and not _can_begin(plan, block, shop):
        return
    try:
        wanted = sound(merged(known, block), currency=settings.CURRENCY)
    except InvalidInput as refusal:
        plan.findings.append(_left_out(block, "", refusal.sentence))
        return
    plan.change = change_of(known, wanted, category_ids=category_ids, currency=settings.CURRENCY)
    plan.findings += describe(plan.change, block, shop.vocabulary)
    said = {value.attribute_id for value in plan.change.new_values}
    _move(plan, plan.change, lacking=shop.needs.lacking(plan.change.product, but=said))


def _move(plan: Plan, change: Change, *, lacking: list[str]) -> None:
    """What is for sale already, but now lacks something, stays as it is; all else can wait."""
    block = plan.block
    state = block.state or change.product.state
    if state != ProductState.PUBLISHED or not lacking:
        move(change, state)
        return
    reason = f"Products of its type need the attribute {', '.join(lacking)} to be for sale."
    if change.was_for_sale:
        plan.change = None
        plan.findings.append(_left_out(block, "Type", reason))
    else:
        plan.findings.append(note(block.line, "Type", f"{reason} It waits as it is."))


def _can_begin(plan: Plan, block: ProductBlock, shop: _Shop) -> bool:
    if now := shop.leading.get(block.draft.handle):
        reason = f"Its handle leads to the product {now}: call it that in the file."
        plan.findings.append(_left_out(block, "Handle", reason))
        return False
    if block.draft.title and block.draft.variants:
        return True
    if block.comes_back:
        plan.is_waiting = True
    elif not block.draft.title:
        plan.findings.append(_left_out(block, "Title", "No row gives it a title."))
    else:
        plan.findings.append(_left_out(block, "Price", "No row gives it a variant with a price."))
    return False


def _without_foreign_skus(plan: Plan, shop: _Shop) -> ProductBlock:
    block = plan.block
    foreign = [
        (line, variant.sku)
        for line, variant in zip(block.lines, block.draft.variants, strict=True)
        if shop.sku_owners.get(variant.sku, block.draft.handle) != block.draft.handle
    ]
    for line, sku in foreign:
        owner = shop.sku_owners[sku]
        plan.findings.append(error(line, "SKU", f"The SKU {sku} belongs to the product {owner}."))
    return _without(block, {sku for _, sku in foreign}) if foreign else block


def _without(block: ProductBlock, skus: set[str]) -> ProductBlock:
    variants = tuple(variant for variant in block.draft.variants if variant.sku not in skus)
    return replace(block, draft=replace(block.draft, variants=variants))


def _in_our_words(block: ProductBlock, shop: _Shop) -> ProductBlock:
    draft = block.draft
    tax_class = draft.tax_class if draft.tax_class in TaxClass.values else ""
    category = shop.categories[draft.category].handle if draft.category else ""
    return replace(block, draft=replace(draft, tax_class=tax_class, category=category))


def _left_out(block: ProductBlock, column: str, reason: str) -> Finding:
    return error(block.line, column, f"The product {block.draft.handle} is left out. {reason}")
