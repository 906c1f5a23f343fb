"""Book covers: the same bound book in six designs, each with room for the title."""

from shop.operations.demo.drawings.motif import Lettering, Motif

_PAGES = """
<path d="M556 150h22a12 12 0 0112 12v466a12 12 0 01-12 12H250v-14z" fill="{paper}"/>
<path d="M560 170h22M560 200h22" stroke="{light}" stroke-width="3"/>
<path d="M230 140h328a14 14 0 0114 14v472H244a14 14 0 01-14-14z" fill="{main}"/>
"""

_SPINE = '<path d="M230 140h36v486h-22a14 14 0 01-14-14z" fill="{ink}" opacity=".22"/>'

_HILLS = """
<circle cx="490" cy="420" r="52" fill="{gleam}"/>
<path d="M266 520q90-110 170-30t136-50v186H266z" fill="{light}"/>
<path d="M266 580q110-80 190-30t116-30v106H266z" fill="{dark}"/>
"""

_MOON = """
<path d="M266 140h292a14 14 0 0114 14v472H266z" fill="{dark}"/>
<circle cx="420" cy="480" r="92" fill="{gleam}"/><circle cx="456" cy="456" r="80" fill="{dark}"/>
<g fill="{cream}"><circle cx="320" cy="400" r="6"/><circle cx="520" cy="560" r="6"/><circle cx="540"
 cy="404" r="5"/><circle cx="310" cy="570" r="5"/></g>
"""

_LEAVES = """
<rect x="290" y="176" width="258" height="170" rx="6" fill="{cream}"/>
<path d="M420 610V400" stroke="{light}" stroke-width="8"/>
<path d="M420 450c-60-10-84-50-80-84 50 4 80 36 80 84zM420 500c60-10 84-50 80-84-50 4-80 36-80
 84zM420 550c-60-10-84-50-80-84 50 4 80 36 80 84zM420 596c60-10 84-50 80-84-50 4-80 36-80 84z"
 fill="{light}"/>
"""

_WAVES = """
<path d="M266 440c40-30 70-30 100 0s70 30 100 0 70-30 106 0v186H266z" fill="{light}"/>
<path d="M266 500c40-30 70-30 100 0s70 30 100 0 70-30 106 0v126H266z" fill="{accent}"/>
<path d="M266 560c40-30 70-30 100 0s70 30 100 0 70-30 106 0v66H266z" fill="{dark}"/>
<path d="M400 410l60 0-12 24h-40zM428 404v-60l34 50z" fill="{cream}"/>
"""

_HOUSE = """
<rect x="266" y="560" width="306" height="66" fill="{dark}"/>
<path d="M340 470l84-70 84 70v100H340z" fill="{cream}"/>
<path d="M320 474l104-86 104 86-14 18-90-74-90
 74z" fill="{accent}"/>
<path d="M400 510h48v60h-48z" fill="{main}"/><path d="M466 500h26v30h-26z" fill="{gleam}"/>
<path d="M300 570c-20-60 0-90 14-120 20 30 30 70 10 120z" fill="{leaf}"/>
"""

_GRID = """
<g fill="{light}"><path d="M290 390h80v80h-80zM470 390h80v80h-80zM380 480h80v80h-80z"/></g>
<g fill="{accent}"><circle cx="420" cy="430" r="40"/><circle cx="330" cy="520" r="40"/></g>
<g fill="{gleam}"><path d="M470 560a80 80 0 0180-80v80zM290 600h260v10H290z"/></g>
"""

_ON_COLOUR = Lettering(x=419, y=262, size=41, columns=13, colour="cream")
_ON_CREAM = Lettering(x=419, y=272, size=38, columns=12, colour="ink")


def _cover(design: str, lettering: Lettering) -> Motif:
    return Motif(shapes=_PAGES + design + _SPINE, shadow=190, lettering=lettering)


MOTIFS = {
    "cover_hills": _cover(_HILLS, _ON_COLOUR),
    "cover_moon": _cover(_MOON, _ON_COLOUR),
    "cover_leaves": _cover(_LEAVES, _ON_CREAM),
    "cover_waves": _cover(_WAVES, _ON_COLOUR),
    "cover_house": _cover(_HOUSE, _ON_COLOUR),
    "cover_grid": _cover(_GRID, _ON_COLOUR),
}
