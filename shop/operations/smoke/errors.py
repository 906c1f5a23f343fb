class SmokeFound(Exception):
    """The shop did not do what it must; the text says what was expected and what came."""
