"""The columns of Shopify's inventory file, in its order."""

OPTIONS = 3
SKU, LOCATION, CURRENT, NEW = "SKU", "Location", "On hand (current)", "On hand (new)"
HEADER = (
    *("Handle", "Title"),
    *(f"Option{n} {part}" for n in range(1, OPTIONS + 1) for part in ("Name", "Value")),
    *(SKU, "HS Code", "COO", LOCATION, "Bin name"),
    *("Incoming (not editable)", "Unavailable (not editable)"),
    *("Committed (not editable)", "Available (not editable)"),
    *(CURRENT, NEW),
)
NEEDED = (SKU, LOCATION, CURRENT, NEW)
