from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from apps.catalog.models import (
    Attribute,
    AttributeChoice,
    AttributeKind,
    Category,
    Collection,
    CollectionKind,
    CollectionRule,
    RuleSubject,
)
from apps.catalog.rules.collections import RuleDraft
from apps.catalog.rules.soundness import one_line, sound_handle
from apps.catalog.rules.units import base_value
from shop.events.catalog import CollectionChanged, CollectionRulesChanged
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_RULES = 10


@unit_of_work
def create_collection(
    *,
    handle: str,
    title: str,
    kind: str,
    blurb: str = "",
    picture: str = "",
    position: int = 0,
) -> Collection:
    """A collection that is still empty. Raises InvalidInput if a name is taken or no good."""
    collection = Collection(handle=sound_handle(handle), picture=picture)
    if kind not in CollectionKind.values:
        raise InvalidInput(f"A collection is one of {', '.join(CollectionKind.values)}.")
    if Collection.objects.filter(handle=collection.handle).exists():
        raise InvalidInput(f"There is a collection with the handle {handle}: choose another.")
    collection.kind = kind
    _describe(collection, title=title, blurb=blurb, position=position)
    collection.save(force_insert=True)
    announce_collection(collection)
    return collection


@unit_of_work
def revise_collection(
    *, collection_id: UUID, title: str, blurb: str, picture: str, position: int
) -> Collection:
    """Says something else about the collection; what is in it stays."""
    collection = locked_collection(collection_id)
    _describe(collection, title=title, blurb=blurb, position=position)
    collection.picture = picture
    collection.save(update_fields=["title", "blurb", "picture", "position"])
    announce_collection(collection)
    return collection


@unit_of_work
def set_rules(*, collection_id: UUID, rules: Sequence[RuleDraft]) -> Collection:
    """The collection holds what is for sale and keeps every one of these rules, soon.

    Without a rule it is empty. Raises InvalidInput for a rule that makes no sense, DomainError for
    a collection that is chosen by hand.
    """
    collection = locked_collection(collection_id)
    if collection.kind != CollectionKind.RULE:
        raise DomainError(f"{collection.title} is chosen by hand: it has no rules.")
    if len(rules) > MOST_RULES:
        raise InvalidInput(f"A collection has at most {MOST_RULES} rules.")
    collection.rules.all().delete()
    CollectionRule.objects.bulk_create(_rule(collection, draft) for draft in rules)
    publish(CollectionRulesChanged(collection_id=collection.id))
    return collection


def locked_collection(collection_id: UUID) -> Collection:
    # Without the key: who holds a product may put it into the collection meanwhile.
    collection = Collection.objects.select_for_update(no_key=True).filter(pk=collection_id).first()
    if collection is None:
        raise NotFound("There is no such collection.")
    return collection


def announce_collection(collection: Collection) -> None:
    publish(
        CollectionChanged(
            collection_id=collection.id, handle=collection.handle, title=collection.title
        )
    )


def _describe(collection: Collection, *, title: str, blurb: str, position: int) -> None:
    title = one_line(title, "title")
    if not title:
        raise InvalidInput("A collection needs a title.")
    if Collection.objects.filter(title=title).exclude(pk=collection.pk).exists():
        raise InvalidInput(f"There is a collection called {title}: choose another title.")
    collection.title, collection.blurb, collection.position = title, blurb, position


def _rule(collection: Collection, draft: RuleDraft) -> CollectionRule:
    rule = CollectionRule(collection=collection, subject=draft.subject)
    match draft.subject:
        case RuleSubject.TAG | RuleSubject.BRAND | RuleSubject.PRODUCT_TYPE:
            rule.text = _text(draft)
        case RuleSubject.CATEGORY:
            rule.category = _category(draft.category)
        case RuleSubject.PRICE:
            _take_range(rule, draft, factor=Decimal(1))
        case RuleSubject.CHOICE:
            rule.choice = _choice(draft)
        case RuleSubject.MEASURE:
            rule.attribute = _measured(draft.attribute)
            _take_range(rule, draft, factor=_factor(rule.attribute, draft.unit))
        case _:
            raise InvalidInput(f"A rule is about one of {', '.join(RuleSubject.values)}.")
    return rule


def _text(draft: RuleDraft) -> str:
    text = one_line(draft.text, "text")
    if not text:
        raise InvalidInput(f"Say which {draft.subject} the rule is about.")
    return text


def _take_range(rule: CollectionRule, draft: RuleDraft, *, factor: Decimal) -> None:
    lowest, highest = draft.lowest, draft.highest
    if lowest is None and highest is None:
        raise InvalidInput("Say the lowest, the highest, or both ends of the range.")
    if lowest is not None and highest is not None and lowest > highest:
        raise InvalidInput(f"Nothing lies between {lowest} and {highest}: swap them.")
    rule.lowest = None if lowest is None else lowest * factor
    rule.highest = None if highest is None else highest * factor


def _category(handle: str) -> Category:
    category = Category.objects.filter(handle=handle).first()
    if category is None:
        raise InvalidInput(f"There is no category {handle}: create it first.")
    return category


def _choice(draft: RuleDraft) -> AttributeChoice:
    choices = AttributeChoice.objects.filter(attribute__code=draft.attribute, value=draft.choice)
    choice = choices.first()
    if choice is None:
        raise InvalidInput(f"The attribute {draft.attribute} has no choice {draft.choice}.")
    return choice


def _measured(code: str) -> Attribute:
    kinds = [AttributeKind.MEASURE, AttributeKind.NUMBER]
    attribute = Attribute.objects.filter(code=code, kind__in=kinds).first()
    if attribute is None:
        raise InvalidInput(f"There is no attribute {code} that is a measure or a number.")
    return attribute


def _factor(attribute: Attribute, unit: str) -> Decimal:
    if attribute.kind == AttributeKind.NUMBER:
        return Decimal(1)
    unit = unit or attribute.unit
    return base_value(Decimal(1), unit=unit, dimension=attribute.dimension)
