"""How fast a product file comes in: new products, each with variants, images and a category.

Every run takes a file of other products in, in a process of its own, so that its peak is known.
"""

import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as each_of
from pathlib import Path

from bench.database import counted_statements, postmaster
from bench.measuring import RUNS, per_two_cpu_seconds, watching
from bench.results import Cpu, Figures, median_of

PRODUCTS = 3_000
SIZES = ("S", "M", "L")
IMAGES = 2
MOST_MEGABYTES = 300
_COLUMNS = (
    *("Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Status"),
    *("Option1 Name", "Option1 Value", "SKU", "Price", "Variant Grams", "Barcode"),
    *("Image Src", "Image Position", "Image Alt Text"),
)
_WORDS = "<p>Woven slowly, washed softly, and made to be mended.</p>\n" * 12


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the child says of itself: time and memory of the import alone, without its start."""

    seconds: float
    cpu_ms: float
    peak_megabytes: float
    created: int


class ImportFailed(RuntimeError):
    """The file did not come in as it should have."""


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """The median of three runs, after a small one that warms the database up."""
    _one_run(folder, name="warm", products=PRODUCTS // 10)
    yield median_of(
        [_one_run(folder, name=f"run{number}", products=PRODUCTS) for number in range(RUNS)]
    )


def _one_run(folder: Path, *, name: str, products: int) -> Figures:
    path = folder / f"{name}.csv"
    _write(path, name=name, products=products)
    before = counted_statements()
    with watching({"db": postmaster()}) as watched:
        done = _child(path)
    after = counted_statements()
    _check(done, products)
    cpu = Cpu(web=done.cpu_ms / products, db=watched.cpu_ms["db"] / products)
    asked = after.since(before) - 1 if before and after else 0
    return Figures(
        bench="import",
        case="shopify",
        value=products / done.seconds,
        unit="products/s",
        per_2cpu_s=per_two_cpu_seconds(cpu),
        cpu_ms=cpu,
        p50_ms=0.0,
        p99_ms=0.0,
        statements=asked / products,
        errors=0,
        load=watched.load,
    )


def _check(done: Run, products: int) -> None:
    if done.created != products:
        raise ImportFailed(f"{products} products were in the file, {done.created} came in.")
    if done.peak_megabytes > MOST_MEGABYTES:
        raise ImportFailed(
            f"The import took {done.peak_megabytes:.0f} MB, {MOST_MEGABYTES} allowed."
        )
    sys.stderr.write(f"import: at most {done.peak_megabytes:.0f} MB\n")


def _child(path: Path) -> Run:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "bench.importing", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ImportFailed(done.stderr)
    return Run(**json.loads(done.stdout))


def _write(path: Path, *, name: str, products: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, restval="")
        writer.writeheader()
        for number, place in each_of(range(products), range(len(SIZES))):
            writer.writerow(_row(name, number, place))


def _row(name: str, number: int, place: int) -> dict[str, object]:
    handle = f"{name}-{number}"
    row = {
        "Handle": handle,
        "Option1 Value": SIZES[place],
        "SKU": f"{handle}-{SIZES[place]}",
        "Price": f"{10 + number % 90}.{number % 100:02}",
        "Variant Grams": 100 + number % 900,
        "Barcode": f"'{4_000_000_000_000 + number * 3 + place}",
    }
    if place < IMAGES:
        address = f"https://pictures.example/{handle}/{place}.jpg"
        row |= {"Image Src": address, "Image Position": place + 1, "Image Alt Text": "Seen so"}
    return row if place else row | _words(number)


def _words(number: int) -> dict[str, object]:
    return {
        "Title": f"Jumper number {number}",
        "Body (HTML)": _WORDS,
        "Vendor": f"Maker {number % 40}",
        "Product Category": f"Apparel > Tops > Kind {number % 60}",
        "Type": "Jumper",
        "Tags": f"wool, winter, series {number % 25}",
        "Status": "active",
        "Option1 Name": "Size",
    }


def _import(path: Path) -> Run:
    """In the child: takes the file in and says what that took."""
    import django

    django.setup()
    from apps.catalog.services import import_products

    cpu, began = time.process_time(), time.monotonic()
    with path.open(encoding="utf-8", newline="") as lines:
        tally = import_products(lines, tell=lambda finding: None)
    return Run(
        seconds=time.monotonic() - began,
        cpu_ms=(time.process_time() - cpu) * 1000,
        peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        created=tally.products_created,
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(vars(_import(Path(sys.argv[1])))))
