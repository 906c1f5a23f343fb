"""Which products keep the rules of which collections."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from apps.catalog.models import (
    AttributeValue,
    Category,
    Collection,
    CollectionKind,
    CollectionRule,
    Product,
    ProductState,
    RuleSubject,
    Variant,
)


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


def _as_value(condition: Q) -> ExpressionWrapper[BooleanField[bool]]:
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
