"""Motifs of the lighting department."""

from shop.operations.demo.drawings.motif import Motif

_TABLE_LAMP = """
<circle cx="400" cy="380" r="230" fill="{gleam}" opacity=".45"/>
<path d="M390 370h20v120h-20z" fill="{steel}"/>
<path d="M400 470c70 0 100 50 100 96 0 44-40 74-100 74s-100-30-100-74c0-46 30-96 100-96z"
 fill="{main}"/>
<path d="M430 474c50 14 70 54 70 92 0 44-40 74-100 74 60-30 70-110 30-166z" fill="{dark}"/>
<path d="M310 180h180l70 210H240z" fill="{cream}"/>
<path d="M440 180h50l70 210h-90z" fill="{paper}"/>
<path d="M240 374h320l6 22H234zM310 176h180l4 14H306z" fill="{accent}"/>
<path d="M470 396v66" stroke="{steel}" stroke-width="5"/>
<circle cx="470" cy="466" r="8" fill="{accent}"/>
"""

_FLOOR_LAMP = """
<circle cx="470" cy="240" r="190" fill="{gleam}" opacity=".4"/>
<path d="M280 630V250c0-90 70-130 140-120" fill="none" stroke="{bark}" stroke-width="18"/>
<path d="M400 130h150l70 150H330z" fill="{main}"/><path d="M500 130h50l70 150h-80z" fill="{dark}"/>
<path d="M420 280h110c0 26-24 40-54 40s-56-14-56-40z" fill="{gleam}"/>
<rect x="190" y="616" width="180" height="26" rx="13" fill="{dark}"/>
<path d="M470 640c-30-60-10-110 20-150 30 40 60 90 20 150z" fill="{leaf}"/>
<path d="M440 560h120l-14 80h-92z" fill="{accent}"/>
"""

_PENDANT = """
<path d="M400 0v230" stroke="{ink}" stroke-width="8"/>
<path d="M250 480h300l120 320H130z" fill="{gleam}" opacity=".35"/>
<rect x="370" y="220" width="60" height="50" rx="10" fill="{accent}"/>
<path d="M190 470c0-140 110-210 210-210s210 70 210 210z" fill="{main}"/>
<path d="M400 260c100 0 210 70 210 210H490c0-90-30-170-90-210z" fill="{dark}"/>
<path d="M180 462h440v24H180z" fill="{light}"/>
<path d="M330 486h140c0 50-30 76-70 76s-70-26-70-76z" fill="{gleam}"/>
<path d="M240 420c14-50 40-80 76-100" fill="none" stroke="{light}" stroke-width="14"/>
"""

_DESK_LAMP = """
<path d="M270 320l-150 320h290z" fill="{gleam}" opacity=".4"/>
<path d="M540 600L470 380 310 240" fill="none" stroke="{steel}" stroke-width="18"/>
<circle cx="470" cy="380" r="20" fill="{accent}"/>
<path d="M340 180c60 20 70 70 50 110l-180 60c-30-100 40-190 130-170z" fill="{main}"/>
<path d="M374 200c26 22 30 58 16 90l-110 36c40-30 84-70 94-126z" fill="{dark}"/>
<path d="M206 350l188-62 4 16-186 62z" fill="{light}"/>
<path d="M250 350c10 30 70 14 70-22z" fill="{gleam}"/>
<rect x="440" y="606" width="210" height="34" rx="17" fill="{main}"/>
<rect x="440" y="606" width="210" height="14" rx="7" fill="{light}"/>
"""

_LANTERN = """
<path d="M320 260c0-150 160-150 160 0" fill="none" stroke="{ink}" stroke-width="14"/>
<path d="M290 300l60-60h100l60 60z" fill="{dark}"/>
<rect x="280" y="298" width="240" height="310" fill="{cream}" opacity=".8"/>
<circle cx="400" cy="470" r="110" fill="{gleam}" opacity=".7"/>
<rect x="362" y="480" width="76" height="128" fill="{paper}"/>
<path d="M400 480c-40-30-20-70 0-100 20 30 40 70 0 100z" fill="{flame}"/>
<path d="M400 476c-18-16-10-36 0-52 10 16 18 36 0 52z" fill="{gleam}"/>
<path d="M266 290h268v26H266zM256 600h288v40H256z" fill="{main}"/>
<path d="M286 316v284M514 316v284M400 316v40" stroke="{main}" stroke-width="16"/>
"""

_BULB = """
<circle cx="400" cy="350" r="250" fill="{gleam}" opacity=".4"/>
<path d="M400 160c110 0 180 80 180 170 0 110-100 130-110 220H330c-10-90-110-110-110-220 0-90
 70-170 180-170z" fill="{cream}" opacity=".9"/>
<path d="M360 550V400l-40-60 50 30 30-50 30 50 50-30-40 60v150" fill="none" stroke="{accent}"
 stroke-width="9"/>
<path d="M330 545h140v26H330zM336 580h128v24H336z" fill="{steel}"/>
<path d="M350 612h100l-24 28h-52z" fill="{ink}"/>
<path d="M270 320c6-50 40-90 84-100" fill="none" stroke="{main}" stroke-width="12" opacity=".6"/>
"""

_CANDLE = """
<circle cx="400" cy="290" r="170" fill="{gleam}" opacity=".55"/>
<path d="M280 380h240v230a30 30 0 01-30 30H310a30 30 0 01-30-30z" fill="{main}"/>
<path d="M450 380h70v230a30 30 0 01-30 30h-70a30 30 0 0030-30z" fill="{dark}"/>
<ellipse cx="400" cy="380" rx="120" ry="26" fill="{cream}"/>
<path d="M400 376v-40" stroke="{ink}" stroke-width="8"/>
<path d="M400 340c-54-40-26-100 0-150 26 50 54 110 0 150z" fill="{flame}"/>
<path d="M400 336c-24-20-12-52 0-76 12 24 24 56 0 76z" fill="{gleam}"/>
<rect x="306" y="450" width="148" height="110" rx="6" fill="{cream}"/>
<path d="M330 490h100M346 520h68" stroke="{main}" stroke-width="8"/>
"""

_STRING_LIGHTS = """
<path d="M60 220c120 130 240 130 340 60s220-80 340 40" fill="none" stroke="{ink}"
 stroke-width="7"/>
<path d="M60 470c140 90 250 90 350 30s210-60 330 30" fill="none" stroke="{ink}"
 stroke-width="7"/>
<g fill="{gleam}" opacity=".5"><circle cx="180" cy="372" r="66"/><circle cx="330" cy="370" r="66"/>
<circle cx="480" cy="310" r="66"/><circle cx="630" cy="320" r="66"/>
<circle cx="200" cy="600" r="66"/>
<circle cx="350" cy="590" r="66"/><circle cx="510" cy="550" r="66"/>
<circle cx="650" cy="560" r="66"/></g>
<g fill="{ink}"><path d="M168 302h24v30h-24zM318 306h24v28h-24zM468 244h24v30h-24z"/>
<path d="M618 254h24v30h-24z"/>
<path d="M188 534h24v28h-24zM338 526h24v28h-24zM498 480h24v30h-24zM638 492h24v30h-24z"/></g>
<g fill="{main}"><circle cx="180" cy="362" r="34"/><circle cx="480" cy="304" r="34"/>
<circle cx="350" cy="584" r="34"/><circle cx="650" cy="552" r="34"/></g>
<g fill="{accent}"><circle cx="330" cy="364" r="34"/><circle cx="630" cy="314" r="34"/>
<circle cx="200" cy="592" r="34"/><circle cx="510" cy="540" r="34"/></g>
"""

_WALL_LAMP = """
<circle cx="460" cy="330" r="210" fill="{gleam}" opacity=".45"/>
<rect x="180" y="340" width="70" height="220" rx="35" fill="{dark}"/>
<path d="M216 450h180V400" fill="none" stroke="{steel}" stroke-width="20"/>
<circle cx="470" cy="320" r="130" fill="{cream}"/>
<path d="M520 200a130 130 0 010 240c40-70 40-170 0-240z" fill="{paper}"/>
<path d="M340 390h110l-16 50H364z" fill="{main}"/>
<circle cx="216" cy="450" r="16" fill="{accent}"/>
<path d="M386 270c14-30 36-46 62-52" fill="none" stroke="{gleam}" stroke-width="14"/>
"""

MOTIFS = {
    "table_lamp": Motif(shapes=_TABLE_LAMP, shadow=130),
    "floor_lamp": Motif(shapes=_FLOOR_LAMP, shadow=230),
    "pendant": Motif(shapes=_PENDANT, shadow=0),
    "desk_lamp": Motif(shapes=_DESK_LAMP, shadow=270),
    "lantern": Motif(shapes=_LANTERN, shadow=170),
    "bulb": Motif(shapes=_BULB, shadow=0),
    "candle": Motif(shapes=_CANDLE, shadow=140),
    "string_lights": Motif(shapes=_STRING_LIGHTS, shadow=0),
    "wall_lamp": Motif(shapes=_WALL_LAMP, shadow=0),
}
