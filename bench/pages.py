"""What pages of the storefront cost: warm with 5,000 products, cold, nothing kept, with 100,000."""

from collections.abc import Iterator
from pathlib import Path

from bench.assortment import BRANCHES, LEAVES, ROOTS, fill_shelves
from bench.results import Figures
from bench.visits import Case, measured, own_redis

FEW, MANY = 5_000, 100_000
ADDRESSES = 200
WARM_VISITS, COLD_VISITS = 4_000, 400

_CATEGORIES = [
    *(f"/c/root-{n}" for n in range(ROOTS)),
    *(f"/c/branch-{n}" for n in range(BRANCHES)),
    *(f"/c/leaf-{n}" for n in range(LEAVES)),
]


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The chosen cases, each on a server of its own."""
    for ending, products in (("warm", FEW), ("cold-100k", MANY)):
        cases = [case for case in _cases(ending, products) if case.name in chosen]
        if not cases:
            continue
        fill_shelves(products)
        with own_redis(folder):
            for case in cases:
                yield measured(case, folder)


def _cases(ending: str, products: int) -> list[Case]:
    step = products // ADDRESSES
    addresses = {
        "product": [f"/p/thing-{n * step}" for n in range(ADDRESSES)],
        # Each of them: a few are large, as it is in shops.
        "category": _CATEGORIES,
    }
    is_warm = ending == "warm"
    return [
        Case(
            bench="pages",
            name=f"{kind}-{ending}",
            unit="pages/s",
            paths=paths,
            visits=WARM_VISITS if is_warm else COLD_VISITS,
            keeps=is_warm,
        )
        for kind, paths in addresses.items()
    ]
