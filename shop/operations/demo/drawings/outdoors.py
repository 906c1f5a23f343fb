"""Motifs of the outdoor department."""

from shop.operations.demo.drawings.motif import Motif

_TENT = """
<path d="M400 230l290 410H110z" fill="{main}"/><path d="M400 230l290 410H470z" fill="{dark}"/>
<path d="M400 300l96 340H304z" fill="{ink}" opacity=".75"/>
<path d="M400 300l-96 340h-60z" fill="{light}"/><path d="M400 300l96 340h60z" fill="{light}"/>
<path d="M400 230v-50" stroke="{bark}" stroke-width="12"/>
<path d="M404 176l70 22-70 26z" fill="{accent}"/>
<path d="M110 640l-50 20M690 640l50 20" stroke="{ink}" stroke-width="8"/>
"""

_DOME_TENT = """
<path d="M100 640c20-260 160-350 300-350s280 90 300 350z" fill="{main}"/>
<path d="M440 293c130 14 244 110 260 347H520c10-140-10-270-80-347z" fill="{dark}"/>
<path d="M400 290c-100 80-150 200-156 350M400 290c90 80 130 200 136 350" fill="none"
 stroke="{light}" stroke-width="10"/>
<path d="M310 640c0-130 30-210 80-250 50 40 80 120 80 250z" fill="{ink}" opacity=".7"/>
<path d="M310 640c0-130 30-210 80-250-70 20-130 100-140 250z" fill="{light}"/>
<circle cx="590" cy="500" r="34" fill="{gleam}"/>
"""

_SLEEPING_BAG = """
<path d="M250 350h330c60 0 90 70 90 145s-30 145-90 145H250z" fill="{main}"/>
<path d="M300 350v290M380 350v290M460 350v290M540 350v290" stroke="{dark}" stroke-width="9"/>
<ellipse cx="250" cy="495" rx="100" ry="145" fill="{dark}"/>
<ellipse cx="250" cy="495" rx="70" ry="104" fill="{light}"/>
<path d="M250 420c50 10 54 140 0 150s-60-100-14-110 50 60 20 74" fill="none" stroke="{main}"
 stroke-width="13"/>
<path d="M410 340h26v310h-26zM570 344h24v300h-24z" fill="{accent}"/>
"""

_BOTTLE = """
<path d="M350 130h100a14 14 0 0114 14v66H336v-66a14 14 0 0114-14z" fill="{ink}"/>
<path d="M464 170c60-10 70 70 10 76" fill="none" stroke="{ink}" stroke-width="16"/>
<path d="M340 210h120c60 40 80 80 80 140v250a40 40 0 01-40 40H300a40 40 0 01-40-40V350c0-60
 20-100 80-140z" fill="{main}"/>
<path d="M430 210h30c60 40 80 80 80 140v250a40 40 0 01-40 40h-60c40-130 40-310-10-430z"
 fill="{dark}"/>
<path d="M260 430h280v110H260z" fill="{light}"/>
<path d="M270 534l70-70 50 46 60-66 82 90z" fill="{cream}"/>
<path d="M300 330v70M300 560v40" stroke="{light}" stroke-width="14"/>
"""

_STOVE = """
<path d="M300 470h200l20 130a36 36 0 01-36 40H316a36 36 0 01-36-40z" fill="{accent}"/>
<path d="M450 470h50l20 130a36 36 0 01-36 40h-60c30-50 36-110 26-170z" fill="{ink}" opacity=".2"/>
<path d="M370 430h60v44h-60z" fill="{steel}"/><path d="M300 390l60 44h80l60-44" fill="none"
 stroke="{steel}" stroke-width="14"/>
<path d="M350 396c-20-30 10-40 6-70 30 20 30 30 44 10 6 20 34 20 30 60z" fill="{gleam}"/>
<path d="M260 220h280v130a26 26 0 01-26 26H286a26 26 0 01-26-26z" fill="{main}"/>
<path d="M470 220h70v130a26 26 0 01-26 26h-60c16-50 20-100 16-156z" fill="{dark}"/>
<path d="M250 204h300v28H250zM540 270h110v24H540z" fill="{ink}"/>
<path d="M360 180c-16-26 16-36 0-64M430 180c-16-26 16-36 0-64" fill="none" stroke="{cream}"
 stroke-width="11"/>
<path d="M340 540h120" stroke="{cream}" stroke-width="18"/>
"""

_BOOTS = """
<path d="M300 190h180v230c60 40 170 50 190 120v50H270V420z" fill="{main}"/>
<path d="M300 190h60c0 150-20 270-60 400h-30V420z" fill="{dark}"/>
<path d="M560 462c60 20 104 40 110 78v50H560c-20-50-10-96 0-128z" fill="{light}"/>
<path d="M260 590h420v30a20 20 0 01-20 20H280a20 20 0 01-20-20z" fill="{ink}"/>
<path d="M290 170h200v50H290z" fill="{light}"/>
<path d="M400 270h80M400 320h80M406 370h80M420 416l76-10" stroke="{accent}" stroke-width="12"/>
<path d="M300 640v14M360 640v14M420 640v14M480 640v14M540 640v14M600 640v14" stroke="{ink}"
 stroke-width="26"/>
"""

_WELLINGTONS = """
<path d="M430 210h140v270c60 20 120 40 130 110v50H430z" fill="{dark}"/>
<path d="M410 610h310v20a14 14 0 01-14 14H410z" fill="{ink}"/>
<path d="M430 196h140v38H430z" fill="{accent}"/>
<path d="M230 190h150v300c70 20 130 30 140 100v50H230z" fill="{main}"/>
<path d="M230 190h44c6 150-4 300-24 450h-20z" fill="{dark}"/>
<path d="M214 606h316v20a14 14 0 01-14 14H214z" fill="{ink}"/>
<path d="M226 176h158v42H226z" fill="{accent}"/>
<path d="M334 280v150M390 510c40 8 70 20 84 46" fill="none" stroke="{light}" stroke-width="13"/>
<path d="M286 240h40v56h-40z" fill="{light}"/>
"""

_COMPASS = """
<circle cx="400" cy="160" r="46" fill="none" stroke="{bark}" stroke-width="18"/>
<circle cx="400" cy="420" r="226" fill="{main}"/><circle cx="400" cy="420" r="186" fill="{cream}"/>
<path d="M400 194a226 226 0 010 452c100-60 120-380 0-452z" fill="{dark}" opacity=".35"/>
<circle cx="400" cy="420" r="180" fill="{cream}"/>
<path d="M400 254v26M400 560v26M234 420h26M540 420h26M284 304l16 16M500 520l16 16M516 304l-16
 16M300 520l-16 16" stroke="{steel}" stroke-width="9"/>
<path d="M468 310l-34 134-60-48z" fill="{accent}"/><path d="M332 530l34-134 60 48z" fill="{ink}"/>
<circle cx="400" cy="420" r="18" fill="{gleam}"/>
"""

_HEADTORCH = """
<circle cx="400" cy="480" r="200" fill="{gleam}" opacity=".5"/>
<ellipse cx="400" cy="330" rx="230" ry="120" fill="none" stroke="{dark}" stroke-width="50"/>
<path d="M170 330a230 120 0 00460 0" fill="none" stroke="{main}" stroke-width="62"/>
<path d="M176 356a230 120 0 00448 0" fill="none" stroke="{light}" stroke-width="10"
 stroke-dasharray="24 18"/>
<rect x="290" y="380" width="220" height="180" rx="44" fill="{ink}"/>
<circle cx="400" cy="470" r="70" fill="{steel}"/><circle cx="400" cy="470" r="54" fill="{gleam}"/>
<path d="M366 456c6-16 18-24 32-26" fill="none" stroke="{cream}" stroke-width="11"/>
<rect x="340" y="360" width="120" height="32" rx="14" fill="{accent}"/>
"""

_JACKET = """
<path d="M320 180l-130 60-90 330 94 30 66-180v230h280V420l66 180 94-30-90-330-130-60z"
 fill="{main}"/>
<path d="M480 180l130 60 90 330-94 30-66-180v230H400V210z" fill="{dark}"/>
<path d="M310 190c0-110 180-110 180 0 0 50-40 70-90 70s-90-20-90-70z" fill="{light}"/>
<ellipse cx="400" cy="180" rx="54" ry="44" fill="{ink}" opacity=".6"/>
<path d="M400 256v394" stroke="{accent}" stroke-width="11"/>
<path d="M290 500l80 24v16l-80-24zM510 500l-80 24v16l80-24zM440 330h70v16h-70z" fill="{ink}"
 opacity=".55"/>
<path d="M104 556l92 30-8 28-92-30zM696 556l-92 30 8 28 92-30zM260 630h280v26H260z" fill="{light}"/>
"""

_HAMMOCK = """
<path d="M130 640V220M670 640V220" stroke="{bark}" stroke-width="36"/>
<path d="M60 250c0-130 150-150 170-40 50 20 30 100-30 90-50 30-130 20-140-50zM600 250c0-130 150-150
 170-40 50 20 30 100-30 90-50 30-130 20-140-50z" fill="{leaf}"/>
<path d="M140 340l70 60M660 340l-70 60" stroke="{ink}" stroke-width="9"/>
<path d="M200 390c60 210 340 210 400 0-60 90-340 90-400 0z" fill="{main}"/>
<path d="M230 450c70 130 270 130 340 0-20 120-120 150-170 150s-150-40-170-150z" fill="{dark}"/>
<path d="M290 460l-20 40M360 474l-10 80M440 474l10 80M510 460l20 40" stroke="{light}"
 stroke-width="12"/>
"""

MOTIFS = {
    "tent": Motif(shapes=_TENT, shadow=310),
    "dome_tent": Motif(shapes=_DOME_TENT, shadow=320),
    "sleeping_bag": Motif(shapes=_SLEEPING_BAG, shadow=270),
    "bottle": Motif(shapes=_BOTTLE, shadow=160),
    "stove": Motif(shapes=_STOVE, shadow=160),
    "boots": Motif(shapes=_BOOTS, shadow=240),
    "wellingtons": Motif(shapes=_WELLINGTONS, shadow=260),
    "compass": Motif(shapes=_COMPASS, shadow=0),
    "headtorch": Motif(shapes=_HEADTORCH, shadow=0),
    "jacket": Motif(shapes=_JACKET, shadow=0),
    "hammock": Motif(shapes=_HAMMOCK, shadow=310),
}
