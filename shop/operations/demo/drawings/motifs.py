"""Every motif that has been drawn, by name."""

from shop.operations.demo.drawings import (
    audio,
    covers,
    cycling,
    drinks,
    kitchen,
    knits,
    lights,
    luggage,
    outdoors,
    paper,
    plants,
    playthings,
    stages,
)
from shop.operations.demo.drawings.motif import Motif

MOTIFS: dict[str, Motif] = {
    **drinks.MOTIFS,
    **kitchen.MOTIFS,
    **lights.MOTIFS,
    **paper.MOTIFS,
    **luggage.MOTIFS,
    **knits.MOTIFS,
    **outdoors.MOTIFS,
    **plants.MOTIFS,
    **playthings.MOTIFS,
    **covers.MOTIFS,
    **audio.MOTIFS,
    **cycling.MOTIFS,
    **stages.MOTIFS,
}


def motif_called(name: str) -> Motif:
    """The motif of that name; LookupError names the known ones otherwise."""
    if name not in MOTIFS:
        raise LookupError(f"No motif is called {name!r}. Choose one of {sorted(MOTIFS)}.")
    return MOTIFS[name]
