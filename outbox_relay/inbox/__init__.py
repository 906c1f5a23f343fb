"""Events that come in from Kafka, for a context that has a database of its own.

In the shop its cursor leads into a topic of its own instead of to its handlers (`forwarding`);
beside the context `manage.py consume` takes them from there to the same handlers (`intake`).
"""
