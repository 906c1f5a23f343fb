"""Choosing among the variants of a product: one link for every value of every option."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.catalog.queries import ShownChoice
from shop.storefront.goods import Goods


@dataclass(frozen=True, kw_only=True)
class OptionValue:
    """A value that can be chosen, and the SKU that choosing it leads to."""

    text: str
    sku: str
    is_chosen: bool
    is_sold_out: bool


@dataclass(frozen=True, kw_only=True)
class OptionRow:
    """One option with all its values, in the order in which the variants name them."""

    name: str
    values: tuple[OptionValue, ...]


def first_choice(goods: Goods) -> ShownChoice:
    """What is shown before anybody has chosen: the first that is there, else the first."""
    return next((choice for choice in goods.choices if choice.available), goods.choices[0])


def option_rows(goods: Goods, chosen: ShownChoice) -> list[OptionRow]:
    """The options with what each value leads to: the variant most like the chosen one."""
    return [
        OptionRow(name=name, values=tuple(_values(goods, chosen, place)))
        for place, name in enumerate(goods.page.option_names)
    ]


def _values(goods: Goods, chosen: ShownChoice, place: int) -> Iterable[OptionValue]:
    for text in dict.fromkeys(_value(choice, place) for choice in goods.choices):
        alike = [choice for choice in goods.choices if _value(choice, place) == text]
        target = max(alike, key=lambda choice: _likeness(choice, chosen))
        if text:
            yield OptionValue(
                text=text,
                sku=target.sku,
                is_chosen=_value(chosen, place) == text,
                is_sold_out=not target.available,
            )


def _value(choice: ShownChoice, place: int) -> str:
    values = choice.option_values
    return values[place] if place < len(values) else ""


def _likeness(choice: ShownChoice, other: ShownChoice) -> int:
    pairs = zip(choice.option_values, other.option_values, strict=False)
    return sum(mine == theirs for mine, theirs in pairs)
