"""Which topic carries the events of which publishing app."""

TOPIC_OF_CONTEXT = {
    "accounts": "user-events",
    "catalog": "product-events",
    "inventory": "inventory-events",
    "notifications": "notification-events",
    "orders": "order-events",
    "payments": "payment-events",
    "shipping": "shipping-events",
}
