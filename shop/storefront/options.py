"""Choosing among the variants of a product: one link for every value of every option."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from apps.catalog.queries import ShownAttribute, ShownChoice, ShownProductPage


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


def choice_called(choices: Sequence[ShownChoice], sku: str) -> ShownChoice | None:
    """The choice with that SKU, if it is one of these."""
    return next((choice for choice in choices if choice.sku == sku), None)


def first_choice(choices: Sequence[ShownChoice]) -> ShownChoice:
    """What is shown before anybody has chosen: the first that is there, or can be waited for."""
    there = (choice for choice in choices if choice.available)
    to_buy = (choice for choice in choices if choice.can_be_bought)
    return next(chain(there, to_buy, choices))


def facts_beside(page: ShownProductPage) -> list[ShownAttribute]:
    """What is said of the product as a whole; what its variants differ in is among the options."""
    options = {name.casefold() for name in page.option_names}
    return [fact for fact in page.attributes if fact.label.casefold() not in options]


def option_rows(page: ShownProductPage, chosen: ShownChoice) -> list[OptionRow]:
    """The options with what each value leads to: the variant most like the chosen one."""
    return [
        OptionRow(name=name, values=tuple(_values(page.choices, chosen, place)))
        for place, name in enumerate(page.option_names)
    ]


def _values(
    choices: Sequence[ShownChoice], chosen: ShownChoice, place: int
) -> Iterable[OptionValue]:
    for text in dict.fromkeys(_value(choice, place) for choice in choices):
        alike = [choice for choice in choices if _value(choice, place) == text]
        target = max(alike, key=lambda choice: _likeness(choice, chosen))
        if text:
            yield OptionValue(
                text=text,
                sku=target.sku,
                is_chosen=_value(chosen, place) == text,
                is_sold_out=not target.can_be_bought,
            )


def _value(choice: ShownChoice, place: int) -> str:
    return choice.option_values[place] if place < len(choice.option_values) else ""


def _likeness(choice: ShownChoice, other: ShownChoice) -> int:
    pairs = zip(choice.option_values, other.option_values, strict=False)
    return sum(mine == theirs for mine, theirs in pairs)
