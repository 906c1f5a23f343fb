"""A randomized proof that no committed event is lost, doubled or out of order.

Writers commit and roll back as badly as they may, readers crash, and a verdict compares the
writers' own journals with every effect. Four well-known wrong readers run beside the real one: a
run in which the verdict does not convict each of them proves nothing.
"""
