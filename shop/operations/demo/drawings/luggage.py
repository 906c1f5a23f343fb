"""Motifs of the travel bag department."""

from shop.operations.demo.drawings.motif import Motif

_BACKPACK = """
<path d="M350 190c0-70 100-70 100 0" fill="none" stroke="{ink}" stroke-width="18"/>
<path d="M246 340c-60 30-70 180-40 260M554 340c60 30 70 180 40 260" fill="none" stroke="{dark}"
 stroke-width="32"/>
<path d="M400 170c110 0 170 70 170 170v240a60 60 0 01-60 60H290a60 60 0 01-60-60V340c0-100
 60-170 170-170z" fill="{main}"/>
<path d="M440 174c84 14 130 80 130 166v240a60 60 0 01-60 60h-40c40-120 40-330-30-466z"
 fill="{dark}"/>
<path d="M230 380h340v24H230z" fill="{light}"/>
<rect x="280" y="440" width="240" height="160" rx="28" fill="{light}"/>
<path d="M280 488h240" stroke="{main}" stroke-width="9"/>
<path d="M388 480h24v44h-24zM320 300h20v110h-20zM460 300h20v110h-20z" fill="{bark}"/>
"""

_ROLLTOP = """
<path d="M254 250h292l34 340a46 46 0 01-46 50H266a46 46 0 01-46-50z" fill="{main}"/>
<path d="M470 250h76l34 340a46 46 0 01-46 50h-80c36-130 40-260 16-390z" fill="{dark}"/>
<rect x="240" y="170" width="320" height="100" rx="42" fill="{dark}"/>
<path d="M270 204h260" stroke="{light}" stroke-width="8"/>
<path d="M388 170h28v230h-28z" fill="{accent}"/><rect x="376" y="380" width="52" height="44" rx="8"
 fill="{steel}"/>
<path d="M280 480h240v110a24 24 0 01-24 24H304a24 24 0 01-24-24z" fill="{light}"/>
<path d="M280 480h240l-20 44H300z" fill="{main}"/>
"""

_SUITCASE = """
<path d="M330 220v-90h140v90" fill="none" stroke="{steel}" stroke-width="18"/>
<rect x="230" y="210" width="340" height="400" rx="44" fill="{main}"/>
<path d="M490 210h36a44 44 0 0144 44v312a44 44 0 01-44 44h-36z" fill="{dark}"/>
<path d="M300 250v320M360 250v320M420 250v320M480 250v320" stroke="{light}" stroke-width="10"
 opacity=".7"/>
<path d="M352 196h96v26h-96z" fill="{ink}"/>
<circle cx="280" cy="622" r="20" fill="{ink}"/><circle cx="520" cy="622" r="20" fill="{ink}"/>
<path d="M570 330l60 30v90l-60-20z" fill="{accent}"/>
"""

_WEEKENDER = """
<path d="M280 410c0-190 240-190 240 0" fill="none" stroke="{bark}" stroke-width="24"/>
<path d="M170 390h460a40 40 0 0140 44l-14 166a44 44 0 01-44 40H188a44 44 0 01-44-40l-14-166a40 40
 0 0140-44z" fill="{main}"/>
<path d="M560 390h70a40 40 0 0140 44l-14 166a44 44 0 01-44 40h-70c30-80 40-170 18-250z"
 fill="{dark}"/>
<path d="M150 396h500v26H150z" fill="{light}"/>
<path d="M262 390h36v250h-36zM502 390h36v250h-36z" fill="{bark}"/>
<rect x="330" y="480" width="140" height="100" rx="12" fill="{light}"/>
<circle cx="280" cy="450" r="9" fill="{gleam}"/><circle cx="520" cy="450" r="9" fill="{gleam}"/>
"""

_TOTE = """
<path d="M310 330c0-210 180-210 180 0" fill="none" stroke="{dark}" stroke-width="22"/>
<path d="M220 320h360l26 300a20 20 0 01-20 20H214a20 20 0 01-20-20z" fill="{main}"/>
<path d="M500 320h80l26 300a20 20 0 01-20 20h-80c20-110 20-210-6-320z" fill="{dark}"/>
<path d="M218 350h364" stroke="{light}" stroke-width="8" stroke-dasharray="14 14"/>
<path d="M390 570c-70-30-90-90-60-130 40 20 66 66 60 130zm0 0c70-30 90-90 60-130-40 20-66 66-60
 130z" fill="{cream}"/>
<path d="M390 570v-150" stroke="{main}" stroke-width="6"/>
"""

_WASH_BAG = """
<path d="M170 420h460l20 160a54 54 0 01-54 60H204a54 54 0 01-54-60z" fill="{main}"/>
<path d="M540 420h90l20 160a54 54 0 01-54 60h-80c30-70 40-150 24-220z" fill="{dark}"/>
<path d="M160 430c0-80 480-80 480 0z" fill="{light}"/>
<path d="M176 420h448" stroke="{steel}" stroke-width="12" stroke-dasharray="5 12"/>
<path d="M624 420l50 70" stroke="{bark}" stroke-width="18"/>
<path d="M290 380l-20-180h40l20 170z" fill="{cream}"/>
<path d="M268 170h46v40h-46z" fill="{accent}"/>
<rect x="420" y="230" width="90" height="140" rx="14" fill="{gleam}"/><path d="M440 190h50v40h-50z"
 fill="{ink}"/>
<path d="M160 430c0-50 480-50 480 0z" fill="{main}" opacity=".55"/>
"""

_SLING = """
<path d="M250 400C200 120 620 100 580 400" fill="none" stroke="{bark}" stroke-width="22"/>
<path d="M220 380h360a50 50 0 0150 50v60c0 90-90 150-230 150s-230-60-230-150v-60a50 50 0
 0150-50z" fill="{main}"/>
<path d="M530 380h50a50 50 0 0150 50v60c0 90-90 150-230 150 100-50 150-150 130-260z"
 fill="{dark}"/>
<path d="M190 450c130 40 290 40 420 0" fill="none" stroke="{light}" stroke-width="12"/>
<path d="M400 480v60" stroke="{accent}" stroke-width="20"/>
<circle cx="400" cy="552" r="16" fill="{gleam}"/>
"""

_WALLET = """
<rect x="250" y="260" width="330" height="260" rx="12" fill="{cream}"
 transform="rotate(-10 400 400)"/>
<path d="M290 320l220-40" stroke="{accent}" stroke-width="16"/>
<rect x="180" y="340" width="440" height="300" rx="28" fill="{main}"/>
<path d="M540 340h52a28 28 0 0128 28v244a28 28 0 01-28 28h-52z" fill="{dark}"/>
<rect x="200" y="360" width="400" height="260" rx="18" fill="none" stroke="{light}"
 stroke-width="5" stroke-dasharray="12 10"/>
<path d="M500 440h130v100H500a50 50 0 010-100z" fill="{light}"/><circle cx="512" cy="490" r="18"
 fill="{gleam}"/>
"""

_CUBES = """
<rect x="180" y="500" width="440" height="140" rx="20" fill="{main}"/>
<rect x="220" y="360" width="360" height="140" rx="20" fill="{accent}"/>
<rect x="270" y="240" width="260" height="120" rx="20" fill="{light}"/>
<path d="M200 540h400M240 396h320M290 272h220" stroke="{ink}" stroke-width="7" opacity=".4"
 stroke-dasharray="5 9"/>
<g fill="{cream}" opacity=".7"><rect x="240" y="566" width="320" height="50" rx="10"/>
<rect x="280" y="420" width="240" height="54" rx="10"/>
<rect x="320" y="296" width="160" height="44" rx="10"/></g>
<path d="M600 540l34 30M560 396l34 26M510 272l30 24" stroke="{bark}" stroke-width="13"/>
"""

MOTIFS = {
    "backpack": Motif(shapes=_BACKPACK),
    "rolltop": Motif(shapes=_ROLLTOP),
    "suitcase": Motif(shapes=_SUITCASE, shadow=180),
    "weekender": Motif(shapes=_WEEKENDER, shadow=260),
    "tote": Motif(shapes=_TOTE, shadow=210),
    "wash_bag": Motif(shapes=_WASH_BAG, shadow=250),
    "sling": Motif(shapes=_SLING, shadow=180),
    "wallet": Motif(shapes=_WALLET, shadow=230),
    "cubes": Motif(shapes=_CUBES, shadow=230),
}
