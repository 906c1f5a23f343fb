"""All departments under one roof."""

from shop.operations.demo.departments import (
    audio,
    bicycles,
    books,
    garden,
    kitchen,
    knitwear,
    lighting,
    outdoor,
    stationery,
    tea_and_coffee,
    toys,
    travel_bags,
)
from shop.operations.demo.shapes import DemoCategory, DemoProduct

# In the order of the shop's menu.
_DEPARTMENTS = (
    tea_and_coffee,
    kitchen,
    lighting,
    stationery,
    travel_bags,
    knitwear,
    outdoor,
    garden,
    toys,
    books,
    audio,
    bicycles,
)


def catalogue() -> tuple[DemoCategory, ...]:
    """Every department, in the order of the menu."""
    return tuple(department.CATEGORY for department in _DEPARTMENTS)


def products() -> tuple[DemoProduct, ...]:
    """Every product, department by department; always the same ones in the same order."""
    return tuple(product for department in _DEPARTMENTS for product in department.PRODUCTS)
