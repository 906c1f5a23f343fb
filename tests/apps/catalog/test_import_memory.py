import subprocess
import sys
import tracemalloc
from itertools import product
from pathlib import Path

import pytest

from apps.catalog.services import rehearse_import
from apps.catalog.services.imports import PRODUCTS_AT_ONCE


def hats(count):
    """The lines of a file with so many hats in five sizes, made one by one."""
    yield "Handle,Title,Body,Option1 Name,Option1 Value,SKU,Price\n"
    for n, size in product(range(count), range(5)):
        yield f"hat-{n},Hat,{'Words. ' * 50},Size,{size},HAT-{n}-{size},9.99\n"


def nothing_told(finding):
    pytest.fail(f"Nothing should be wrong, but: {finding}")


def peak_of_rehearsal(lines):
    """How many bytes of Python objects it takes at most."""
    tracemalloc.start()
    rehearse_import(lines, tell=nothing_told)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file(db):
    peak_of_rehearsal(hats(PRODUCTS_AT_ONCE))

    small = peak_of_rehearsal(hats(2 * PRODUCTS_AT_ONCE))
    large = peak_of_rehearsal(hats(8 * PRODUCTS_AT_ONCE))

    assert large < 1.5 * small


# In a process of its own, whose peak nobody else has raised.
READ_MANY_ROWS = """
import resource
from itertools import islice
from apps.catalog.rules.shopify.reading import read_products
from apps.catalog.rules.shopify.seen import SeenKeys
from apps.catalog.rules.shopify.sheets import Sheet

def lines():
    yield "Handle,Title,Body,Option1 Name,Option1 Value,SKU,Price\\n"
    for row in range(100_000):
        yield f"hat-{row // 5},Hat,{'Words. ' * 50},Size,{row},HAT-{row},9.99\\n"

blocks = read_products(Sheet(lines()), SeenKeys(), currency="EUR")
few = sum(1 for _ in islice(blocks, 2_000))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
many = sum(1 for _ in blocks)
print(few + many, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_hundred_thousand_rows_are_read_in_little_memory():
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", READ_MANY_ROWS],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    products, grown_kilobytes = map(int, done.stdout.split())

    assert products == 20_000
    assert grown_kilobytes < 20_000
