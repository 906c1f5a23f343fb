"""The few things that everybody wants, and where they lie."""

SKUS = tuple(f"STORM-{number:02}" for number in range(12))
HOT = SKUS[:4]
"""What most buyers are after."""
WAREHOUSES = ("storm-east", "storm-north", "storm-west")
UNITS_AT_FIRST = 10
"""Of each SKU in each warehouse."""
