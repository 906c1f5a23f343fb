"""Motifs of the toy department."""

from shop.operations.demo.drawings.motif import Motif

_TRAIN = """
<path d="M150 380h180v180H150z" fill="{main}"/><path d="M280 380h50v180h-50z" fill="{dark}"/>
<path d="M130 340h220v46H130z" fill="{accent}"/><path d="M186 420h80v70h-80z" fill="{cream}"/>
<path d="M330 450h260a60 60 0 010 120H330z" fill="{wood}"/>
<path d="M330 530h310a60 60 0 01-50 40H330z" fill="{bark}"/>
<path d="M540 450v-90h-16l-14-50h90l-14 50h-16v90z" fill="{dark}"/>
<path d="M410 450c0-70 80-70 80 0z" fill="{gleam}"/>
<rect x="130" y="550" width="550" height="34" rx="10" fill="{ink}" opacity=".75"/>
<g fill="{accent}"><circle cx="220" cy="586" r="54"/><circle cx="400" cy="594" r="46"/>
<circle cx="560" cy="594" r="46"/></g>
<g fill="{cream}"><circle cx="220" cy="586" r="18"/><circle cx="400" cy="594" r="15"/><circle
 cx="560" cy="594" r="15"/></g>
<g fill="{cream}"><circle cx="570" cy="260" r="30"/><circle cx="626" cy="214" r="40"/></g>
"""

_BLOCKS = """
<rect x="190" y="460" width="180" height="180" rx="12" fill="{main}"/>
<rect x="400" y="460" width="180" height="180" rx="12" fill="{accent}"/>
<rect x="296" y="270" width="180" height="180" rx="12" fill="{gleam}"/>
<path d="M386 120l96 140H290z" fill="{leaf}"/>
<circle cx="280" cy="550" r="46" fill="{cream}"/>
<path d="M490 500l16 34 38 4-28 26 8 38-34-20-34 20 8-38-28-26 38-4z" fill="{cream}"/>
<path d="M340 400l46-90 46 90z" fill="{cream}"/>
<path d="M336 460h22a12 12 0 0112 12v156a12 12 0 01-12 12h-22zM546 460h22a12 12 0 0112 12v156a12
 12 0 01-12 12h-22zM442 270h22a12 12 0 0112 12v156a12 12 0 01-12 12h-22z" fill="{ink}"
 opacity=".14"/>
"""

_RAINBOW = """
<g fill="none" stroke-width="44" stroke-linecap="butt"><path d="M150 640a250 250 0 01500 0"
 stroke="{accent}"/><path d="M202 640a198 198 0 01396 0" stroke="{gleam}"/><path d="M254
 640a146 146 0 01292 0" stroke="{leaf}"/><path d="M306 640a94 94 0 01188 0" stroke="{main}"/></g>
<path d="M350 640a50 50 0 01100 0z" fill="{dark}"/>
<path d="M174 560c10-60 40-110 84-146" fill="none" stroke="{cream}" stroke-width="9" opacity=".7"/>
<circle cx="610" cy="240" r="54" fill="{gleam}"/>
"""

_BEAR = """
<circle cx="300" cy="210" r="54" fill="{main}"/><circle cx="500" cy="210" r="54" fill="{main}"/>
<circle cx="300" cy="210" r="28" fill="{light}"/><circle cx="500" cy="210" r="28" fill="{light}"/>
<ellipse cx="400" cy="530" rx="130" ry="120" fill="{main}"/>
<ellipse cx="400" cy="540" rx="80" ry="80" fill="{light}"/>
<ellipse cx="262" cy="480" rx="40" ry="86" fill="{dark}" transform="rotate(28 262 480)"/>
<ellipse cx="538" cy="480" rx="40" ry="86" fill="{dark}" transform="rotate(-28 538 480)"/>
<ellipse cx="300" cy="610" rx="68" ry="44" fill="{dark}"/><ellipse cx="500" cy="610" rx="68" ry="44"
 fill="{dark}"/>
<circle cx="400" cy="300" r="134" fill="{main}"/>
<ellipse cx="400" cy="346" rx="62" ry="50" fill="{light}"/>
<circle cx="350" cy="286" r="13" fill="{ink}"/><circle cx="450" cy="286" r="13" fill="{ink}"/>
<path d="M380 326h40l-20 24z" fill="{ink}"/><path d="M400 350v16M376 372c10 10 38 10 48 0"
 fill="none" stroke="{ink}" stroke-width="7"/>
<path d="M330 424l70 26 70-26v54l-70-26-70 26z" fill="{accent}"/>
"""

_ROCKING_HORSE = """
<path d="M120 560c120 110 440 110 560 0" fill="none" stroke="{bark}" stroke-width="28"/>
<path d="M270 460l-40 140M540 460l40 140M330 470l-10 150M480 470l20 150" stroke="{wood}"
 stroke-width="30"/>
<path d="M240 350c-70 0-90 60-80 120" fill="none" stroke="{accent}" stroke-width="30"/>
<path d="M230 360h230c40-40 40-120 100-160l20-40 26 40 70 70c10 40-50 50-70 24l-30 20c-4 60-6
 130-56 166H290c-50 0-70-60-60-120z" fill="{main}"/>
<path d="M460 360c40-40 40-120 100-160-10 60-20 100-50 170z" fill="{accent}"/>
<circle cx="606" cy="236" r="10" fill="{ink}"/>
<path d="M330 360h110v50c0 50-110 50-110 0z" fill="{dark}"/>
<path d="M320 344h130v28H320z" fill="{gleam}"/>
"""

_PUZZLE = """
<path d="M210 240h150c-30-70 90-70 60 0h150v150c70-30 70 90 0 60v150H420c30-70-90-70-60 0H210V450
c70 30 70-90 0-60z" fill="{main}"/>
<path d="M420 240h150v150c70-30 70 90 0 60v150H420z" fill="{dark}" opacity=".55"/>
<path d="M390 240v110c-70-30-70 90 0 60v110M210 420h110c-30 70 90 70 60 0h190" fill="none"
 stroke="{cream}" stroke-width="8"/>
<path d="M250 560c30-50 70-50 100 0zM440 340c0-60 80-60 80 0z" fill="{gleam}"/>
<circle cx="290" cy="320" r="38" fill="{accent}"/><path d="M450 560l50-80 50 80z" fill="{leaf}"/>
"""

_KITE = """
<path d="M440 110l170 190-230 240-90-290z" fill="{main}"/><path d="M440 110l170 190-230 240z"
 fill="{dark}"/>
<path d="M440 110l-60 430M290 250l320 50" stroke="{cream}" stroke-width="9"/>
<path d="M290 250l90 290-34-280zM440 110l84 176 86 14z" fill="{accent}" opacity=".85"/>
<path d="M380 540c-60 60 40 90-20 140s-90 10-150 60" fill="none" stroke="{ink}" stroke-width="7"/>
<path d="M350 590l-40-16 6 40zM350 590l40 16-6-40zM330 690l-36-26v44zM330 690l36 26v-44z"
 fill="{gleam}"/>
<path d="M90 250c0-40 60-50 70-10 40-10 50 40 10 46H110c-30 0-36-30-20-36zM600 600c0-40 60-50
 70-10 40-10 50 40 10 46h-60c-30 0-36-30-20-36z" fill="{cream}"/>
"""

_SPINNING_TOP = """
<path d="M388 130h24v130h-24z" fill="{bark}"/><circle cx="400" cy="130" r="28" fill="{accent}"/>
<path d="M180 380c60-150 380-150 440 0z" fill="{main}"/>
<path d="M180 380h440c-40 140-160 190-220 260-60-70-180-120-220-260z" fill="{accent}"/>
<path d="M480 380h140c-40 140-160 190-220 260 60-90 90-170 80-260z" fill="{ink}" opacity=".15"/>
<path d="M170 366h460v38H170z" fill="{cream}"/>
<g fill="{gleam}"><circle cx="290" cy="320" r="20"/><circle cx="400" cy="304" r="20"/><circle
 cx="510" cy="320" r="20"/></g>
<path d="M250 480h300M310 546h180" stroke="{cream}" stroke-width="15"/>
"""

_BOAT = """
<path d="M400 140v370" stroke="{bark}" stroke-width="18"/>
<path d="M420 170c120 60 180 180 190 300H420z" fill="{cream}"/>
<path d="M380 210c-80 60-130 150-150 260h150z" fill="{accent}"/>
<path d="M400 140l80 20-80 26z" fill="{gleam}"/>
<path d="M150 500h500c-20 80-60 130-110 130H260c-50 0-90-50-110-130z" fill="{main}"/>
<path d="M560 500h90c-20 80-60 130-110 130h-70c50-30 80-80 90-130z" fill="{dark}"/>
<path d="M160 530h482" stroke="{light}" stroke-width="12"/>
<path d="M80 640c40-30 80-30 110 0 40-30 80-30 110 0 40-30 80-30 110 0 40-30 80-30 110 0 40-30
 80-30 110 0 30-24 60-24 90 0" fill="none" stroke="{light}" stroke-width="15"/>
"""

_CAR = """
<path d="M230 460c10-120 60-160 130-160h110c70 0 110 60 140 160z" fill="{light}"/>
<path d="M280 450c6-70 30-104 80-104h20v104zM410 346h60c40 0 60 40 80 104H410z" fill="{cream}"/>
<path d="M120 500c0-40 30-50 80-50h400c60 0 90 30 90 80v40a20 20 0 01-20 20H140a20 20 0
 01-20-20z" fill="{main}"/>
<path d="M120 540h570v30a20 20 0 01-20 20H140a20 20 0 01-20-20z" fill="{dark}"/>
<circle cx="660" cy="510" r="17" fill="{gleam}"/>
<g fill="{ink}"><circle cx="250" cy="580" r="62"/><circle cx="560" cy="580" r="62"/></g>
<g fill="{wood}"><circle cx="250" cy="580" r="34"/><circle cx="560" cy="580" r="34"/></g>
<path d="M350 300h120v-26H350z" fill="{bark}"/><path d="M340 220h140v54H340z" fill="{accent}"/>
"""

_MARBLES = """
<path d="M180 160h28v480h-28zM592 160h28v480h-28z" fill="{bark}"/>
<path d="M190 210l400 70v26l-400-70zM610 350l-400 70v26l400-70zM190 490l400 70v26l-400-70z"
 fill="{wood}"/>
<circle cx="300" cy="200" r="30" fill="{main}"/><circle cx="440" cy="352" r="30" fill="{accent}"/>
<circle cx="330" cy="486" r="30" fill="{gleam}"/><circle cx="540" cy="524" r="30" fill="{leaf}"/>
<path d="M150 620h500v24H150z" fill="{dark}"/>
<g fill="{cream}" opacity=".8"><circle cx="290" cy="190" r="8"/><circle cx="430" cy="342" r="8"/>
<circle cx="320" cy="476" r="8"/><circle cx="530" cy="514" r="8"/></g>
"""

MOTIFS = {
    "train": Motif(shapes=_TRAIN, shadow=290),
    "blocks": Motif(shapes=_BLOCKS, shadow=230),
    "rainbow": Motif(shapes=_RAINBOW, shadow=290),
    "bear": Motif(shapes=_BEAR, shadow=190),
    "rocking_horse": Motif(shapes=_ROCKING_HORSE, shadow=240),
    "puzzle": Motif(shapes=_PUZZLE, shadow=0),
    "kite": Motif(shapes=_KITE, shadow=0),
    "spinning_top": Motif(shapes=_SPINNING_TOP, shadow=90),
    "boat": Motif(shapes=_BOAT, shadow=0),
    "car": Motif(shapes=_CAR, shadow=290),
    "marble_run": Motif(shapes=_MARBLES, shadow=260),
}
