"""What lists and products of the API cost: 5,000 products, answers kept for less than a second."""

from collections.abc import Iterator
from pathlib import Path

from bench.assortment import BRANCHES, LEAVES, ROOTS, fill_shelves
from bench.results import Figures
from bench.visits import Case, measured, own_redis

PRODUCTS = 5_000
ADDRESSES = 200
VISITS = 6_000

_LISTS = [
    "/api/v1/products",
    *(f"/api/v1/products?category=root-{n}" for n in range(ROOTS)),
    *(f"/api/v1/products?category=branch-{n}" for n in range(BRANCHES)),
    *(f"/api/v1/products?category=leaf-{n}" for n in range(LEAVES)),
][:ADDRESSES]
_DETAILS = [f"/api/v1/products/thing-{n * PRODUCTS // ADDRESSES}" for n in range(ADDRESSES)]


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The chosen cases, each on a server of its own."""
    fill_shelves(PRODUCTS)
    with own_redis(folder):
        for name, paths in (("list", _LISTS), ("detail", _DETAILS)):
            if name in chosen:
                yield measured(_case(name, paths), folder)


def _case(name: str, paths: list[str]) -> Case:
    return Case(bench="catalogue", name=name, unit="answers/s", paths=paths, visits=VISITS)
