"""python -m bench [NAME[/case]]...: every performance claim, measured anew.

Ends with one JSON object a line and case; all benches together also with a table for the README.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from bench.ground import own_ground, server_settings
from bench.results import Figures, as_json, as_table

CASES = {
    "orders": (
        *("one-line", "five-lines", "purchase", "one-line-32"),
        *("one-line-promoted", "five-lines-promoted", "purchase-promoted"),
    ),
    "hot-sku": ("one-sku",),
    "buyers": ("accepted", "slowest"),
    "seats": ("sold",),
    "catalogue": ("list", "detail"),
    "pages": ("product-warm", "category-warm", "product-cold-100k", "category-cold-100k"),
    "search": ("facets-100k",),
    "import": ("shopify",),
    "publish": ("four-events",),
    "handlers": ("one-by-one", "batch-50", "lag"),
    "relay": ("drain", "latency-1000", "limit-producer", "limit-reader"),
    "memory": ("web", "worker", "relay"),
}
# What cannot be the name of a module.
MODULES = {"hot-sku": "hot_sku", "import": "importing"}
Run = Callable[..., Iterator[Figures]]


def main() -> None:
    chosen = _chosen_cases()
    with own_ground() as folder:
        settings = server_settings()
        _print(", ".join(f"{name} {value}" for name, value in settings.items()))
        figures = list(_all_figures(folder, chosen))
    if chosen == {name: frozenset(cases) for name, cases in CASES.items()}:
        _print(f"\n{as_table(figures)}\n")
    for case in figures:
        _print(as_json(case))


def _all_figures(folder: Path, chosen: dict[str, frozenset[str]]) -> Iterator[Figures]:
    for name, cases in chosen.items():
        # Imported late: models need Django, and Django needs the database's address.
        run = cast(Run, import_module(f"bench.{MODULES.get(name, name)}").run)
        for figures in run(folder, chosen=cases):
            sys.stderr.write(f"{name}/{figures.case}: {figures.value:g} {figures.unit}\n")
            yield figures


def _chosen_cases() -> dict[str, frozenset[str]]:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", type=_known, metavar="NAME[/CASE]")
    wanted = set(parser.parse_args().names or CASES)
    chosen = {
        name: frozenset(case for case in cases if {name, f"{name}/{case}"} & wanted)
        for name, cases in CASES.items()
    }
    return {name: cases for name, cases in chosen.items() if cases}


def _known(name: str) -> str:
    known = [*CASES, *(f"{bench}/{case}" for bench, cases in CASES.items() for case in cases)]
    if name not in known:
        raise argparse.ArgumentTypeError(f"there is no {name!r}, but {', '.join(known)}")
    return name


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
