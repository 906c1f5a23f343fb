import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models import RestrictedError

from apps.catalog.models import (
    Attribute,
    AttributeChoice,
    AttributeKind,
    ProductType,
    TypeAttribute,
)
from apps.catalog.rules.attributes import AttributeDraft
from apps.catalog.rules.soundness import one_line
from apps.catalog.rules.units import UNITS
from shop.events.catalog import AttributeChanged
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_VALUE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LONGEST_LABEL = 100


@unit_of_work
def define_attribute(*, draft: AttributeDraft) -> Attribute:
    """Something new to say of products. Raises InvalidInput if the draft breaks a rule."""
    if not _CODE.fullmatch(draft.code):
        raise InvalidInput("A code has small letters, digits and _, and begins with a letter.")
    if Attribute.objects.filter(code=draft.code).exists():
        raise InvalidInput(f"There is an attribute {draft.code}: choose another code.")
    if draft.kind not in AttributeKind.values:
        raise InvalidInput(f"An attribute is one of {', '.join(AttributeKind.values)}.")
    attribute = Attribute(code=draft.code, kind=draft.kind, dimension=draft.dimension)
    _take(attribute, draft)
    attribute.save(force_insert=True)
    _set_choices(attribute, draft.choices)
    publish(AttributeChanged(attribute_id=attribute.id, code=attribute.code))
    return attribute


@unit_of_work
def revise_attribute(*, attribute_id: UUID, draft: AttributeDraft) -> Attribute:
    """Calls, orders and shows it as drafted. Its code, kind and dimension stay as they are.

    Raises DomainError if a choice shall go that some product has.
    """
    attribute = Attribute.objects.select_for_update().filter(pk=attribute_id).first()
    if attribute is None:
        raise NotFound("There is no such attribute.")
    _take(attribute, draft)
    attribute.save(update_fields=["label", "unit", "is_filter", "position"])
    _set_choices(attribute, draft.choices)
    publish(AttributeChanged(attribute_id=attribute.id, code=attribute.code))
    return attribute


@unit_of_work
def define_product_type(
    *, title: str, required: Iterable[str], optional: Iterable[str] = ()
) -> ProductType:
    """Products whose type has this title need the required attributes, named by their codes.

    What is for sale already stays so. Raises InvalidInput for an unknown attribute.
    """
    title = _label(title, "type", limit=255)
    product_type, _ = ProductType.objects.select_for_update().get_or_create(title=title)
    wanted = dict.fromkeys(required, True) | dict.fromkeys(optional, False)
    attributes = {each.code: each for each in Attribute.objects.filter(code__in=wanted)}
    if unknown := sorted(wanted.keys() - attributes.keys()):
        raise InvalidInput(f"There is no attribute {', '.join(unknown)}: define it first.")
    TypeAttribute.objects.filter(product_type=product_type).delete()
    TypeAttribute.objects.bulk_create(
        TypeAttribute(
            product_type=product_type,
            attribute=attributes[code],
            is_required=is_required,
            position=position,
        )
        for position, (code, is_required) in enumerate(wanted.items())
    )
    return product_type


def _take(attribute: Attribute, draft: AttributeDraft) -> None:
    attribute.label = _label(draft.label, "label")
    attribute.unit = draft.unit
    attribute.is_filter = draft.is_filter
    attribute.position = draft.position
    _refuse_wrong_unit(attribute)


def _refuse_wrong_unit(attribute: Attribute) -> None:
    if attribute.kind != AttributeKind.MEASURE:
        if attribute.dimension or attribute.unit:
            raise InvalidInput(f"An attribute of kind {attribute.kind} has no dimension and unit.")
        return
    units = UNITS.get(attribute.dimension)
    if units is None:
        raise InvalidInput(f"A measure needs a dimension: one of {', '.join(UNITS)}.")
    if attribute.unit not in units:
        raise InvalidInput(f"The unit of {attribute.dimension} is one of {', '.join(units)}.")


def _set_choices(attribute: Attribute, wanted: tuple[tuple[str, str], ...]) -> None:
    """Makes these its choices, known ones by their value."""
    if wanted and attribute.kind != AttributeKind.CHOICE:
        raise InvalidInput(f"An attribute of kind {attribute.kind} has no choices.")
    known = {choice.value: choice for choice in attribute.choices.all()}
    for position, (value, label) in enumerate(wanted):
        choice = known.pop(value, None) or AttributeChoice(attribute=attribute, value=value)
        _refuse_wrong_value(value)
        choice.label, choice.position = _label(label, "label"), position
        choice.save()
    _drop(known.values())


def _drop(choices: Iterable[AttributeChoice]) -> None:
    for choice in choices:
        try:
            choice.delete()
        except RestrictedError as refusal:
            raise DomainError(f"{choice.label} is still chosen: it cannot go.") from refusal


def _refuse_wrong_value(value: str) -> None:
    if not _VALUE.fullmatch(value):
        raise InvalidInput(f"{value!r} is no value: use small letters, digits, - and _.")


def _label(text: str, name: str, *, limit: int = _LONGEST_LABEL) -> str:
    text = one_line(text, name, limit=limit)
    if not text:
        raise InvalidInput(f"It needs a {name}.")
    return text
