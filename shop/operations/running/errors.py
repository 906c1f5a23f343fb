class CannotRun(Exception):
    """The shop cannot be started; the text says what happened and what to do."""
