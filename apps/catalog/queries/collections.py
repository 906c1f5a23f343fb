"""Which products keep the rules of which collections."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from apps.catalog.models import (
    Attribute,
    AttributeValue,
    Category,
    Collection,
    CollectionEntry,
    CollectionKind,
    CollectionRule,
    Product,
    ProductState,
    RuleSubject,
    Variant,
)
from apps.catalog.rules.units import base_unit
from shop.kernel.errors import InvalidInput


def collections_by_rule() -> QuerySet[Collection]:
    """With their rules, in two statements."""
    return Collection.objects.filter(kind=CollectionKind.RULE).prefetch_related("rules").order_by()


def collections_for(
    product_ids: Iterable[UUID], collections: Iterable[Collection]
) -> dict[UUID, set[UUID]]:
    """Which of the collections by rule each product belongs to, in one statement.

    A product belongs if it is for sale and keeps every rule; a collection without rules is empty.
    """
    keeps = {f"keeps_{place}": each for place, each in enumerate(collections)}
    if not keeps:
        return {product_id: set() for product_id in product_ids}
    products = Product.objects.filter(pk__in=list(product_ids)).order_by()
    conditions = {name: _as_value(_keeps_all(each)) for name, each in keeps.items()}
    rows = products.annotate(**conditions).values("id", *keeps)
    return {row["id"]: {keeps[name].id for name in keeps if row[name]} for row in rows}


def known_collections() -> set[str]:
    """The handles of all collections."""
    return set(Collection.objects.values_list("handle", flat=True))


def known_attributes() -> set[str]:
    """The codes of all attributes."""
    return set(Attribute.objects.values_list("code", flat=True))


def handles_in(collection_id: UUID) -> list[str]:
    """The handles of the products in the collection, in their order."""
    entries = CollectionEntry.objects.filter(collection=collection_id)
    return list(entries.values_list("product__handle", flat=True))


def ids_of_handles(handles: Sequence[str]) -> list[UUID]:
    """The products with these handles, in this order. Raises InvalidInput for an unknown one."""
    ids = dict(Product.objects.filter(handle__in=handles).values_list("handle", "id"))
    if unknown := [handle for handle in handles if handle not in ids]:
        raise InvalidInput(f"There is no product {', '.join(unknown[:5])}.")
    return [ids[handle] for handle in handles]


def rule_lines_of(collection_id: UUID) -> list[str]:
    """The rules as they would have to be typed to be made again."""
    rules = CollectionRule.objects.filter(collection=collection_id).order_by("pk")
    return [_line(rule) for rule in rules.select_related("category", "attribute", "choice")]


def _line(rule: CollectionRule) -> str:
    words = rule.text
    if rule.category:
        words = rule.category.handle
    elif rule.choice:
        words = f"{rule.choice.attribute.code} = {rule.choice.value}"
    elif rule.attribute:
        unit = base_unit(rule.attribute.dimension)
        words = f"{rule.attribute.code} = {_range(rule)} {unit}".strip()
    elif rule.subject == RuleSubject.PRICE:
        words = _range(rule)
    return f"{rule.subject}: {words}"


def _range(rule: CollectionRule) -> str:
    return f"{_end(rule.lowest)}..{_end(rule.highest)}"


def _end(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def _as_value(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _keeps_all(collection: Collection) -> Q:
    rules = list(collection.rules.all())
    condition = Q(state=ProductState.PUBLISHED) if rules else Q(pk__in=[])
    for rule in rules:
        condition &= _CONDITIONS[rule.subject](rule)
    return condition


def _in_branch(rule: CollectionRule) -> Q:
    return Q(category__in=Category.objects.filter(lineage__contains=[rule.category_id]))


def _costs(rule: CollectionRule) -> Q:
    variants = Variant.objects.filter(product=OuterRef("pk"))
    return Q(Exists(variants.filter(_within("price", rule)).order_by()))


def _chosen(rule: CollectionRule) -> Q:
    values = AttributeValue.objects.filter(product=OuterRef("pk"), choice=rule.choice_id)
    return Q(Exists(values.order_by()))


def _measures(rule: CollectionRule) -> Q:
    values = AttributeValue.objects.filter(product=OuterRef("pk"), attribute=rule.attribute_id)
    return Q(Exists(values.filter(_within("base_value", rule)).order_by()))


def _within(column: str, rule: CollectionRule) -> Q:
    condition = Q()
    if rule.lowest is not None:
        condition &= Q(**{f"{column}__gte": rule.lowest})
    if rule.highest is not None:
        condition &= Q(**{f"{column}__lte": rule.highest})
    return condition


_CONDITIONS: Mapping[str, Callable[[CollectionRule], Q]] = {
    RuleSubject.TAG: lambda rule: Q(tags__contains=[rule.text]),
    RuleSubject.BRAND: lambda rule: Q(brand=rule.text),
    RuleSubject.PRODUCT_TYPE: lambda rule: Q(product_type=rule.text),
    RuleSubject.CATEGORY: _in_branch,
    RuleSubject.PRICE: _costs,
    RuleSubject.CHOICE: _chosen,
    RuleSubject.MEASURE: _measures,
}
