"""Events that come in from Kafka, for a context that has a database of its own.

In the shop its cursor leads into a topic of its own instead of to its handlers (`forwarding`);
beside the context `manage.py consume` takes them from there to the same handlers (`intake`).
"""


def inbox_of(consumer: str) -> str:
    """The topic that the consumer hears through, and the name under which it parks what came in."""
    return f"{consumer}-inbox"
