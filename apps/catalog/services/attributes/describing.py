from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from apps.catalog.models import Attribute, AttributeKind, AttributeValue, Product
from apps.catalog.queries import product_locked
from apps.catalog.rules import attributes as rules
from apps.catalog.rules.attributes import Measure
from apps.catalog.services.attributes.needs import refuse_missing_attributes
from apps.catalog.services.telling import announce_update
from shop.kernel.errors import InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work

Facts = tuple[object, ...]


@unit_of_work
def describe_product(*, product_id: UUID, words: Mapping[str, str]) -> Product:
    """Says of the product what `words` have, by the attribute's code: "500 g", "yes", "wool, silk".

    Several choices stand between commas, by their values or labels. Empty words take back what was
    said; attributes that are not named stay. Raises InvalidInput for words that the attribute does
    not understand, and DomainError if the product is for sale and needs what is taken back.
    """
    product = product_locked(product_id)
    if not put_words(product, words):
        return product
    if product.is_for_sale:
        refuse_missing_attributes(product)
        announce_update(product)
    return product


def put_words(product: Product, words: Mapping[str, str]) -> bool:
    """As `describe_product`, for a product behind its lock: whether anything became different."""
    if not words:
        return False
    attributes = _attributes(words)
    stored = list(AttributeValue.objects.filter(product=product, attribute__in=attributes))
    wanted = [value for each in attributes for value in values_of(product, each, words[each.code])]
    new, gone = difference(stored, wanted)
    AttributeValue.objects.filter(pk__in=[value.pk for value in gone]).delete()
    AttributeValue.objects.bulk_create(new)
    return bool(gone or new)


def difference(
    stored: Iterable[AttributeValue], wanted: Iterable[AttributeValue]
) -> tuple[list[AttributeValue], list[AttributeValue]]:
    """The values that are to be written, and those that are to go."""
    before, after = {_facts(v): v for v in stored}, {_facts(v): v for v in wanted}
    new = [value for facts, value in after.items() if facts not in before]
    return new, [value for facts, value in before.items() if facts not in after]


def _attributes(words: Mapping[str, str]) -> list[Attribute]:
    found = list(Attribute.objects.filter(code__in=words).prefetch_related("choices"))
    if unknown := sorted(set(words) - {each.code for each in found}):
        raise InvalidInput(f"There is no attribute {', '.join(unknown)}: define it first.")
    return found


def values_of(product: Product, attribute: Attribute, text: str) -> Iterator[AttributeValue]:
    """What the words mean, unwritten; empty ones mean nothing. Raises InvalidInput."""
    if not text.strip():
        return
    try:
        for facts in _read(attribute, text):
            yield AttributeValue(product=product, attribute=attribute, kind=attribute.kind, **facts)
    except InvalidInput as refusal:
        raise InvalidInput(f"{attribute.label}: {refusal.sentence}") from refusal


def _read(attribute: Attribute, text: str) -> list[dict[str, object]]:
    match attribute.kind:
        case AttributeKind.TEXT:
            return [{"text": rules.read_text(text)}]
        case AttributeKind.FLAG:
            return [{"flag": rules.read_flag(text)}]
        case AttributeKind.NUMBER:
            return [_measured(rules.read_number(text))]
        case AttributeKind.MEASURE:
            return [_measured(_measure(attribute, text))]
    return [{"choice_id": choice} for choice in _chosen(attribute, text)]


def _measure(attribute: Attribute, text: str) -> Measure:
    return rules.read_measure(text, dimension=attribute.dimension, default_unit=attribute.unit)


def _measured(measure: Measure) -> dict[str, object]:
    return {"number": measure.number, "unit": measure.unit, "base_value": measure.base}


def _chosen(attribute: Attribute, text: str) -> list[UUID]:
    choices = attribute.choices.all()
    known = {c.label.lower(): c.id for c in choices} | {c.value: c.id for c in choices}
    chosen = rules.read_choices(text)
    if unknown := [value for value in chosen if value not in known]:
        named = ", ".join(choice.value for choice in choices)
        raise InvalidInput(f"There is no choice {', '.join(unknown)}: take {named}.")
    return list(dict.fromkeys(known[value] for value in chosen))


def _facts(value: AttributeValue) -> Facts:
    measured = (value.number, value.unit, value.base_value)
    return (value.attribute_id, value.text, *measured, value.flag, value.choice_id)
