"""Which topic carries the events of which publishing app."""

TOPIC_OF_CONTEXT = {
    "accounts": "user-events",
    "catalog": "product-events",
    "inventory": "inventory-events",
    "notifications": "notification-events",
    "orders": "order-events",
    "payments": "payment-events",
    "shipping": "shipping-events",
    "suppliers": "supplier-events",
}


def inbox_of(consumer: str) -> str:
    """The private topic of a context with a database of its own."""
    return f"{consumer}-inbox"
