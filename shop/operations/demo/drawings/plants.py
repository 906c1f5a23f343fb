"""Motifs of the garden department."""

from shop.operations.demo.drawings.motif import Lettering, Motif

_PLANT_POT = """
<path d="M400 440c-10-90-90-110-150-90 10 70 80 110 150 90zM400 440c0-120 60-180 140-180 10
 90-50 170-140 180zM400 440c-60-60-70-160-10-230 60 70 60 170 10 230z" fill="{leaf}"/>
<path d="M400 440c0-120 60-180 140-180M400 440c-20-60-80-90-150-90M396 440c-20-80-20-160-6-230"
 fill="none" stroke="{stem}" stroke-width="8"/>
<path d="M270 460h260l-36 160a26 26 0 01-26 20H332a26 26 0 01-26-20z" fill="{main}"/>
<path d="M460 460h70l-36 160a26 26 0 01-26 20h-56c30-50 46-110 48-180z" fill="{dark}"/>
<rect x="250" y="430" width="300" height="62" rx="14" fill="{light}"/>
<path d="M476 430h60a14 14 0 0114 14v34a14 14 0 01-14 14h-64z" fill="{main}"/>
"""

_WATERING_CAN = """
<path d="M330 400c-30-190 220-190 250-20" fill="none" stroke="{dark}" stroke-width="24"/>
<path d="M300 530L150 330l-30 20-10-60 110-30 20 46-30 10 110 140z" fill="{dark}"/>
<path d="M280 390h320l20 220a28 28 0 01-28 30H288a28 28 0 01-28-30z" fill="{main}"/>
<path d="M510 390h90l20 220a28 28 0 01-28 30h-80c26-90 26-170-2-250z" fill="{dark}"/>
<path d="M270 380h340v34H270z" fill="{light}"/>
<path d="M110 390l-16 40M140 400l-6 44M80 370l-30 30" stroke="{accent}" stroke-width="11"/>
<path d="M310 450v130" stroke="{light}" stroke-width="16"/>
"""

_TROWEL = """
<path d="M290 130h50v220h-50z" fill="{wood}"/><path d="M318 130h22v220h-22z" fill="{bark}"/>
<path d="M292 340h46v40h-46z" fill="{ink}"/>
<path d="M304 380h24v50c60 20 70 110-12 210-82-100-72-190-12-210z" fill="{metal}"/>
<path d="M318 430c70 10 80 100-2 210z" fill="{steel}"/>
<path d="M470 130h50v230h-50z" fill="{wood}"/><path d="M498 130h22v230h-22z" fill="{bark}"/>
<path d="M472 350h46v40h-46z" fill="{main}"/>
<path d="M495 390v90M440 640V520c0-30 110-30 110 0v120M495 480v160" fill="none" stroke="{steel}"
 stroke-width="17"/>
<path d="M180 640c40-44 120-30 150 0 50-36 130-26 160 0 40-26 100-20 130 0z" fill="{brew}"/>
"""

_SEED_PACKET = """
<path d="M240 170h320v470H240z" fill="{cream}"/><path d="M500 170h60v470h-60z" fill="{paper}"/>
<path d="M240 170h320v70H240z" fill="{main}"/>
<path d="M240 190h320" stroke="{light}" stroke-width="6"
 stroke-dasharray="10 10"/>
<circle cx="400" cy="510" r="96" fill="{glow}"/>
<path d="M400 600V480" stroke="{stem}" stroke-width="12"/>
<path d="M400 560c-50 0-70-30-70-50 40 0 66 16 70 50zM400 540c50 0 70-30 70-50-40 0-66 16-70
 50z" fill="{leaf}"/>
<g fill="{accent}"><circle cx="400" cy="430" r="26"/><circle cx="362" cy="452" r="26"/>
<circle cx="438" cy="452" r="26"/><circle cx="378" cy="488" r="26"/>
<circle cx="422" cy="488" r="26"/></g>
<circle cx="400" cy="462" r="20" fill="{gleam}"/>
"""

_SECATEURS = """
<path d="M400 330c-100-30-140-120-110-190 70 20 130 90 130 170z" fill="{metal}"/>
<path d="M400 330c90-10 130-90 110-160-80 30-120 80-120 140z" fill="{steel}"/>
<path d="M410 330c80 60 130 160 130 300l-50 10c-20-110-60-190-130-260z" fill="{main}"/>
<path d="M390 330c-80 60-130 160-130 300l50 10c20-110 60-190 130-260z" fill="{dark}"/>
<circle cx="400" cy="340" r="26" fill="{gleam}"/>
<path d="M380 430l40 20-40 20 40 20" fill="none" stroke="{steel}" stroke-width="9"/>
"""

_BIRD_HOUSE = """
<path d="M384 560h32v90h-32z" fill="{bark}"/>
<path d="M260 330h280v240H260z" fill="{wood}"/><path d="M470 330h70v240h-70z" fill="{bark}"/>
<path d="M260 400h210M260 460h210M260 520h210" stroke="{bark}" stroke-width="6"/>
<path d="M400 170l200 150-30 38-170-124-170 124-30-38z" fill="{main}"/>
<path d="M400 234l140 102H260z" fill="{wood}"/>
<circle cx="380" cy="410" r="54" fill="{ink}" opacity=".8"/><path d="M380 500v50" stroke="{bark}"
 stroke-width="14"/>
<path d="M330 420c-6-50 60-60 76-20l26 6-22 14c-10 40-60 46-80 0z" fill="{accent}"/>
<circle cx="388" cy="402" r="6" fill="{ink}"/>
"""

_BASKET = """
<path d="M230 430c0-290 340-290 340 0" fill="none" stroke="{bark}" stroke-width="22"/>
<g fill="{accent}"><circle cx="300" cy="410" r="56"/><circle cx="500" cy="412" r="52"/></g>
<g fill="{gleam}"><circle cx="400" cy="400" r="62"/></g>
<path d="M300 360l14-30M400 340l-10-34M500 362l12-30" stroke="{stem}" stroke-width="10"/>
<path d="M160 430h480l-60 190a30 30 0 01-30 20H250a30 30 0 01-30-20z" fill="{main}"/>
<path d="M560 430h80l-60 190a30 30 0 01-30 20h-70c40-60 70-130 80-210z" fill="{dark}"/>
<path d="M186 490h426M204 550h390M226 604h346" stroke="{light}" stroke-width="11"
 stroke-dasharray="34 18"/>
<rect x="146" y="414" width="508" height="38" rx="19" fill="{light}"/>
"""

_GLOVES = """
<path d="M270 640V480l-70-90c-20-30 20-60 44-34l36 40V230c0-40 50-40 50 0v110-140c0-40 52-40 52
 0v140-120c0-40 50-40 50 0v140-80c0-36 46-36 46 0v180c0 60-20 80-20 120v60z" fill="{main}"/>
<path d="M382 340v60M330 340v60M432 360v50" stroke="{dark}" stroke-width="9"/>
<path d="M400 640V480c40-20 60-60 78-120v100c0 60-20 80-20 120v60z" fill="{dark}" opacity=".6"/>
<rect x="256" y="570" width="218" height="76" rx="16" fill="{light}"/>
<path d="M560 640c-40-60-30-110 0-150 30 40 50 90 0 150zM560 520c40 0 60-30 60-60-40 0-60 24-60
 60z" fill="{leaf}"/>
"""

_BULBS = """
<g fill="{bark}"><path d="M250 640c-60 0-90-40-80-80s60-40 80-100c20 60 70 60 80 100s-20 80-80
 80z"/><path d="M400 640c-60 0-90-40-80-80s60-40 80-100c20 60 70 60 80 100s-20 80-80 80z"/><path
 d="M550 640c-60 0-90-40-80-80s60-40 80-100c20 60 70 60 80 100s-20 80-80 80z"/></g>
<path d="M250 480v-170M400 480v-240M550 480v-170" stroke="{stem}" stroke-width="14"/>
<path d="M250 450c-50-20-60-80-50-120 30 20 50 60 50 120zM400 440c50-20 60-80 50-130-30 20-50 70-50
 130zM550 450c50-20 60-80 50-120-30 20-50 60-50 120z" fill="{leaf}"/>
<path d="M200 250l26 24 24-44 24 44 26-24v50c0 60-100 60-100 0zM500 250l26 24 24-44 24 44
 26-24v50c0 60-100 60-100 0z" fill="{main}"/>
<path d="M344 150l28 28 28-50 28 50 28-28v60c0 70-112 70-112 0z" fill="{accent}"/>
"""

MOTIFS = {
    "plant_pot": Motif(shapes=_PLANT_POT, shadow=140),
    "watering_can": Motif(shapes=_WATERING_CAN, shadow=220),
    "trowel": Motif(shapes=_TROWEL, shadow=240),
    "seed_packet": Motif(
        shapes=_SEED_PACKET, lettering=Lettering(x=400, y=322, size=42, columns=12, colour="ink")
    ),
    "secateurs": Motif(shapes=_SECATEURS, shadow=0),
    "bird_house": Motif(shapes=_BIRD_HOUSE, shadow=110),
    "basket": Motif(shapes=_BASKET, shadow=220),
    "gloves": Motif(shapes=_GLOVES, shadow=170),
    "flower_bulbs": Motif(shapes=_BULBS, shadow=230),
}
