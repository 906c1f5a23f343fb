class EngineError(Exception):
    """An engine cannot do what was asked; the text says what happened and what to do."""
