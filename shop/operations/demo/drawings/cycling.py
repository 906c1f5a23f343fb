"""Motifs of the bicycle department."""

from shop.operations.demo.drawings.motif import Motif

_WHEELS = """
<g fill="none" stroke="{ink}" stroke-width="15"><circle cx="220" cy="520" r="120"/><circle
 cx="580" cy="520" r="120"/></g>
<g stroke="{steel}" stroke-width="3"><path d="M220 400v240M100 520h240M136 436l168 168M304 436L136
 604M580 400v240M460 520h240M496 436l168 168M664 436L496 604"/></g>
"""

_CITY_BIKE = (
    _WHEELS
    + """
<path d="M90 500a132 132 0 01190-96M450 500a132 132 0 01190-96" fill="none" stroke="{light}"
 stroke-width="13"/>
<path d="M220 520h160L310 330M220 520l100-156M380 520c20-110 60-160 140-170M510 300l70 220"
 fill="none" stroke="{main}" stroke-width="22"/>
<path d="M510 300l-8-40c-6-30 30-30 60-20l40 10" fill="none" stroke="{steel}" stroke-width="15"/>
<path d="M250 306h120c0 36-60 30-70 34s-50-6-50-34z" fill="{bark}"/>
<circle cx="380" cy="520" r="32" fill="{dark}"/>
<path d="M380 520l30 56h30" fill="none" stroke="{ink}"
 stroke-width="12"/>
<path d="M540 290h120l-14 90h-92z" fill="{wood}"/><path d="M544 316h112M550 346h100" stroke="{bark}"
 stroke-width="7"/>
<circle cx="610" cy="276" r="24" fill="{accent}"/><circle cx="574" cy="274" r="20" fill="{leaf}"/>
"""
)

_ROAD_BIKE = (
    _WHEELS
    + """
<path d="M220 520h150l-60-200M220 520l96-180M370 520l150-170M316 340l200-4M506 290l20 60 54
 170" fill="none" stroke="{main}" stroke-width="20"/>
<path d="M370 520l150-170" stroke="{dark}" stroke-width="24"/>
<path d="M506 290l-6-20h70c40 0 40 60 0 60h-20" fill="none" stroke="{ink}" stroke-width="15"/>
<path d="M310 320l-8-30" stroke="{steel}" stroke-width="12"/>
<path d="M250 276h110l-30 18h-60z" fill="{ink}"/>
<circle cx="370" cy="520" r="34" fill="none" stroke="{steel}" stroke-width="12"/>
<path d="M370 520l-30 60h-30" fill="none" stroke="{ink}" stroke-width="12"/>
<path d="M410 460l60-66" stroke="{accent}" stroke-width="26"/>
"""
)

_BALANCE_BIKE = """
<g fill="none" stroke="{ink}" stroke-width="24"><circle cx="240" cy="530" r="96"/><circle cx="560"
 cy="530" r="96"/></g>
<circle cx="240" cy="530" r="54" fill="{gleam}"/><circle cx="560" cy="530" r="54" fill="{gleam}"/>
<path d="M240 530l70-90h170M490 340l70 190" fill="none" stroke="{main}" stroke-width="36"/>
<path d="M330 440v-50" stroke="{steel}" stroke-width="18"/>
<rect x="270" y="360" width="140" height="40"
 rx="20" fill="{accent}"/>
<path d="M490 340l-16-50h-60" fill="none" stroke="{ink}" stroke-width="20"/>
<circle cx="240" cy="530" r="14" fill="{ink}"/><circle cx="560" cy="530" r="14" fill="{ink}"/>
"""

_HELMET = """
<path d="M150 500c0-180 120-280 270-280s240 120 240 280c-160 30-350 30-510 0z" fill="{main}"/>
<path d="M470 226c120 24 190 130 190 274-60 12-120 18-180 21 50-90 50-210-10-295z" fill="{dark}"/>
<path d="M220 430c20-80 60-130 120-150M310 450c6-80 40-140 90-164M430 450c10-70 10-120 0-164M540
 440c0-60-20-110-50-144" fill="none" stroke="{ink}" stroke-width="28" opacity=".65"/>
<path d="M146 496c160 34 360 34 518 0l-4 34c-160 30-350 30-510 0z" fill="{light}"/>
<path d="M230 530l110 110 170-110M340 640h50" fill="none" stroke="{ink}" stroke-width="13"/>
<rect x="330" y="622" width="60" height="32" rx="10" fill="{accent}"/>
"""

_BELL = """
<path d="M120 560h560v48H120z" fill="{ink}"/><path d="M340 520h120v120H340z" fill="{steel}"/>
<path d="M200 500c0-170 90-260 200-260s200 90 200 260z" fill="{main}"/>
<path d="M430 242c100 14 170 104 170 258H470c14-110 4-200-40-258z" fill="{dark}"/>
<rect x="180" y="486" width="440" height="42" rx="21" fill="{light}"/>
<circle cx="400" cy="230" r="28" fill="{gleam}"/>
<path d="M260 430c6-60 36-110 80-136" fill="none" stroke="{cream}" stroke-width="16"/>
<path d="M620 500l66-60" stroke="{steel}" stroke-width="20"/>
<circle cx="692" cy="434" r="24" fill="{accent}"/>
"""

_SADDLE = """
<path d="M330 460l-40 60h250M440 460l40 60M390 520v120" fill="none" stroke="{steel}"
 stroke-width="18"/>
<path d="M130 320c70-50 150 0 230 20s200 20 280 30c40 10 40 50 0 54-110 10-190 10-260 40-110
 50-240 60-260-40-10-50-10-90 10-104z" fill="{main}"/>
<path d="M120 424c20 100 150 90 260 40 70-30 150-30 260-40 40-4 40-44 0-54 20 30-120 20-220
 30-130 10-220 60-300 24z" fill="{dark}"/>
<g fill="{gleam}"><circle cx="180" cy="370" r="9"/><circle cx="230" cy="366" r="9"/><circle cx="600"
 cy="390" r="9"/></g>
<path d="M300 390c90-14 170-14 240-10" fill="none" stroke="{light}" stroke-width="9"
 stroke-dasharray="14 12"/>
<path d="M364 560h52v80h-52z" fill="{ink}"/>
"""

_LOCK = """
<path d="M290 420V270c0-150 220-150 220 0v150" fill="none" stroke="{steel}" stroke-width="46"/>
<path d="M290 420V270c0-150 220-150 220 0" fill="none" stroke="{metal}" stroke-width="14"/>
<rect x="200" y="400" width="400" height="200" rx="40" fill="{main}"/>
<path d="M510 400h50a40 40 0 0140 40v120a40 40 0 01-40 40h-50z" fill="{dark}"/>
<circle cx="400" cy="480" r="30" fill="{ink}"/><path d="M388 490h24v60h-24z" fill="{ink}"/>
<path d="M240 440v120" stroke="{light}" stroke-width="13"/>
<circle cx="550" cy="500" r="14" fill="{accent}"/>
"""

_BIKE_LIGHT = """
<path d="M480 330l290-120v420L480 490z" fill="{gleam}" opacity=".55"/>
<path d="M190 320h230l70-30v240l-70-30H190a40 40 0 01-40-40V360a40 40 0 0140-40z" fill="{main}"/>
<path d="M150 430h270l70 26v74l-70-30H190a40 40 0 01-40-40z" fill="{dark}"/>
<path d="M490 280h30a16 16 0 0116 16v228a16 16 0 01-16 16h-30z" fill="{steel}"/>
<path d="M536 310c40 40 40 160 0 200z" fill="{gleam}"/>
<rect x="230" y="300" width="90" height="26" rx="13" fill="{accent}"/>
<path d="M260 500v60h110v-60" fill="none" stroke="{ink}" stroke-width="26"/>
<path d="M200 390h150" stroke="{light}" stroke-width="10"/>
"""

_PANNIER = """
<path d="M330 220c0-60 140-60 140 0" fill="none" stroke="{bark}" stroke-width="20"/>
<path d="M240 220h320l20 380a40 40 0 01-40 40H260a40 40 0 01-40-40z" fill="{main}"/>
<path d="M480 220h80l20 380a40 40 0 01-40 40h-70c30-140 34-280 10-420z" fill="{dark}"/>
<path d="M236 200h328v150c-90 60-240 60-328 0z" fill="{light}"/>
<path d="M300 220h32v240h-32zM468 220h32v240h-32z" fill="{bark}"/>
<path d="M292 430h48v40h-48zM460 430h48v40h-48z" fill="{steel}"/>
<path d="M370 520h60l-30 60z" fill="{accent}"/><rect x="340" y="548" width="120" height="26" rx="13"
 fill="{cream}"/>
"""

_PUMP = """
<path d="M330 130h140" stroke="{bark}" stroke-width="36"/>
<path d="M400 140v150" stroke="{steel}" stroke-width="18"/>
<rect x="356" y="270" width="88" height="340" rx="14" fill="{main}"/>
<path d="M410 270h20a14 14 0 0114 14v312a14 14 0 01-14 14h-20z" fill="{dark}"/>
<path d="M444 560c120 0 160-60 160-180s-60-150-80-60" fill="none" stroke="{ink}"
 stroke-width="15"/>
<path d="M508 300h34v60h-34z" fill="{accent}"/>
<circle cx="400" cy="560" r="64" fill="{ink}"/><circle cx="400" cy="560" r="50" fill="{cream}"/>
<path d="M400 560l26-30" stroke="{accent}" stroke-width="8"/><path d="M366 560a34 34 0 0168 0"
 fill="none" stroke="{steel}" stroke-width="6" stroke-dasharray="4 9"/>
<rect x="280" y="616" width="240" height="26" rx="13" fill="{steel}"/>
"""

MOTIFS = {
    "city_bike": Motif(shapes=_CITY_BIKE, shadow=310),
    "road_bike": Motif(shapes=_ROAD_BIKE, shadow=310),
    "balance_bike": Motif(shapes=_BALANCE_BIKE, shadow=270),
    "helmet": Motif(shapes=_HELMET, shadow=0),
    "bell": Motif(shapes=_BELL, shadow=0),
    "saddle": Motif(shapes=_SADDLE, shadow=0),
    "lock": Motif(shapes=_LOCK, shadow=0),
    "bike_light": Motif(shapes=_BIKE_LIGHT, shadow=0),
    "pannier": Motif(shapes=_PANNIER, shadow=190),
    "pump": Motif(shapes=_PUMP, shadow=150),
}
