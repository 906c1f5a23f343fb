class Rehearsed(Exception):
    """Everything went as it would; nothing of it shall stay."""
