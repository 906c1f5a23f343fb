"""How suppliers' files are laid out: data, in formats.toml beside this file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from shop.kernel.errors import InvalidInput

_FILE = Path(__file__).with_name("formats.toml")


@dataclass(frozen=True, kw_only=True)
class Format:
    """The names of the columns in one kind of file."""

    name: str
    code: str
    sku: str
    title: str
    cost: str
    stock: str
    minimum_quantity: str | None = None
    pack_size: str | None = None
    order_up_to: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    leave_out: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def columns(self) -> set[str]:
        """The columns that a file of this kind has."""
        named = (self.code, self.sku, self.title, self.cost, self.stock, *self.terms().values())
        return {*named, *self.leave_out}

    def terms(self) -> dict[str, str]:
        names = ("minimum_quantity", "pack_size", "order_up_to")
        return {name: column for name in names if (column := getattr(self, name))}


@dataclass(frozen=True, kw_only=True)
class _Formats:
    format: tuple[Format, ...]


@cache
def formats() -> tuple[Format, ...]:
    return msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), _Formats).format


def format_of(header: Sequence[str]) -> Format:
    """The format that has these columns. Raises InvalidInput if there is none."""
    for known in formats():
        if known.columns() <= set(header):
            return known
    names = ", ".join(known.name for known in formats())
    raise InvalidInput(
        f"These are the columns of no supplier's file that is known ({names}): describe them in"
        " shop/operations/supplier_files/formats.toml."
    )
