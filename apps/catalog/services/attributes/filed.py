"""What files say of attributes, for many products at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.catalog.models import Attribute, AttributeValue
from apps.catalog.rules.shopify.blocks import ProductBlock
from apps.catalog.services.attributes.describing import difference, values_of
from apps.catalog.services.changes import Change
from shop.kernel.errors import InvalidInput
from shop.kernel.findings import Finding, note


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The attributes by code, and what products have of them, as far as somebody looked it up."""

    attributes: Mapping[str, Attribute]
    stored: Mapping[UUID, Sequence[AttributeValue]]


def vocabulary_of(blocks: Iterable[ProductBlock], products: Iterable[UUID]) -> Vocabulary:
    """Of all that the blocks speak of, in three statements; in none if they say nothing."""
    codes = {said.code for block in blocks for said in block.said}
    if not codes:
        return Vocabulary(attributes={}, stored={})
    found = Attribute.objects.filter(code__in=codes).prefetch_related("choices")
    attributes = {each.code: each for each in found}
    stored: defaultdict[UUID, list[AttributeValue]] = defaultdict(list)
    values = AttributeValue.objects.filter(
        product__in=list(products), attribute__in=attributes.values()
    )
    for value in values.order_by():
        stored[value.product_id].append(value)
    return Vocabulary(attributes=attributes, stored=dict(stored))


def describe(change: Change, block: ProductBlock, vocabulary: Vocabulary) -> list[Finding]:
    """Makes what the block says a part of the change; what makes no sense is left out, and told."""
    findings: list[Finding] = []
    for said in block.said:
        if (attribute := vocabulary.attributes.get(said.code)) is None:
            continue
        stored = vocabulary.stored.get(change.product.id, ())
        known = [value for value in stored if value.attribute_id == attribute.id]
        try:
            wanted = list(values_of(change.product, attribute, said.words))
        except InvalidInput as refusal:
            findings.append(note(said.line, said.column, refusal.sentence))
        else:
            new, gone = difference(known, wanted)
            change.new_values += new
            change.gone_values += gone
    change.is_described_anew = bool(change.new_values or change.gone_values)
    return findings
