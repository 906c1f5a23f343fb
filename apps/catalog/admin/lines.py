"""Texts of one fact a line, `code: words`, as staff types them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from shop.kernel.errors import InvalidInput


def lines_field(help_text: str) -> forms.CharField:
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}), required=False, help_text=help_text
    )


def show(form: forms.ModelForm[Any], name: str, text: str) -> None:
    """Fills the field in, unless the page has it not: who may only look gets no fields."""
    if name in form.fields:
        form.fields[name].initial = text


def read_pairs(text: str) -> list[tuple[str, str]]:
    """What stands before and after the first colon of each line that is not blank."""
    pairs = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, colon, words = (part.strip() for part in line.partition(":"))
        if not colon or not name:
            raise InvalidInput(f'"{line[:60]}" has no colon: write "code: words".')
        pairs.append((name, words))
    return pairs


def written(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {words}" for name, words in pairs)
