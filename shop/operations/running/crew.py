from collections.abc import Sequence

from shop.engines.patience import attempts
from shop.operations.running.child import Child
from shop.operations.running.log import Log

FAREWELL_SECONDS = 15.0


def look_after(children: Sequence[Child]) -> None:
    """Start whoever does not run and is due."""
    for child in children:
        child.look_after()


def dismiss(children: Sequence[Child], *, log: Log, seconds: float = FAREWELL_SECONDS) -> None:
    """Ask every process to end, wait for it, and kill those that do not listen."""
    for child in children:
        child.ask_to_end()
    for _ in attempts(seconds=seconds):
        if not any(child.runs() for child in children):
            break
    for child in children:
        if child.runs():
            log.say(f"{child.name} did not end within {seconds:g} s and is killed.")
        child.end()
