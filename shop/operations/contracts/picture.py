"""Who tells whom what, as a Mermaid flowchart: GitHub and most editors draw it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from shop.events.base import Event
from shop.operations.contracts.listeners import When, listeners_of

Edge = tuple[str, str, When]

_ARROWS = {When.DURING: "==>", When.AFTER: "-->"}


def mermaid(events: Iterable[type[Event]]) -> str:
    """An arrow from each publisher to each listener, labelled with the events between them."""
    told = _edges(events)
    contexts = sorted(set(chain.from_iterable((tells, hears) for tells, hears, _ in told)))
    arrows = [_arrow(edge, told[edge]) for edge in sorted(told)]
    return "\n".join(["```mermaid", "flowchart LR", *(f"  {c}" for c in contexts), *arrows, "```"])


def _edges(events: Iterable[type[Event]]) -> Mapping[Edge, list[str]]:
    told: dict[Edge, list[str]] = defaultdict(list)
    for event in events:
        for listener in listeners_of(event):
            names = told[event.context(), listener.consumer, listener.when]
            if event.__name__ not in names:
                names.append(event.__name__)
    return {edge: names for edge, names in told.items() if edge[0] != edge[1]}


def _arrow(edge: Edge, names: Iterable[str]) -> str:
    tells, hears, when = edge
    return f'  {tells} {_ARROWS[when]}|"{"<br/>".join(names)}"| {hears}'
