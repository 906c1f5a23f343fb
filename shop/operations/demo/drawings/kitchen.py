"""Motifs of the kitchen department."""

from shop.operations.demo.drawings.motif import Motif

_PAN = """
<path d="M540 530l176-60a20 20 0 0114 38l-180 62z" fill="{bark}"/>
<path d="M130 510h430c0 80-60 130-130 130H260c-70 0-130-50-130-130z" fill="{main}"/>
<path d="M470 510h90c0 80-60 130-130 130h-60c60-20 100-60 100-130z" fill="{dark}"/>
<ellipse cx="345" cy="510" rx="215" ry="40" fill="{dark}"/>
<ellipse cx="345" cy="514" rx="186" ry="29" fill="{ink}" opacity=".55"/>
<path d="M280 506c20-26 80-30 110-6s-8 34-50 34-76-8-60-28z" fill="{cream}"/>
<ellipse cx="334" cy="510" rx="26" ry="13" fill="{gleam}"/>
"""

_POT = """
<path d="M206 440c-70-10-84 70-10 76M594 440c70-10 84 70 10 76" fill="none" stroke="{dark}"
 stroke-width="26"/>
<path d="M200 400h400v180a60 60 0 01-60 60H260a60 60 0 01-60-60z" fill="{main}"/>
<path d="M510 400h90v180a60 60 0 01-60 60h-90a60 60 0 0060-60z" fill="{dark}"/>
<path d="M190 400c0-120 420-120 420 0z" fill="{light}"/>
<path d="M480 324c80 16 130 42 130 76H500c6-30 0-54-20-76z" fill="{main}"/>
<rect x="180" y="384" width="440" height="32" rx="16" fill="{dark}"/>
<circle cx="400" cy="286" r="28" fill="{accent}"/>
<path d="M250 460v110" stroke="{light}" stroke-width="16"/>
"""

_KNIFE = """
<rect x="120" y="520" width="560" height="120" rx="20" fill="{wood}"/>
<path d="M120 600h560v20a20 20 0 01-20 20H140a20 20 0 01-20-20z" fill="{bark}"/>
<path d="M146 452c110-150 240-176 330-176v176z" fill="{metal}"/>
<path d="M146 452c110-60 230-76 330-76v76z" fill="{cream}" opacity=".7"/>
<path d="M476 276h28v182h-28z" fill="{steel}"/>
<path d="M504 296h150c40 0 40 96-10 96H504z" fill="{main}"/>
<circle cx="544" cy="342" r="10" fill="{gleam}"/><circle cx="612" cy="342" r="10" fill="{gleam}"/>
<path d="M190 520c10-40 60-40 66 0zM270 520c10-40 60-40 66 0z" fill="{accent}"/>
<path d="M198 560h180M420 580h170" stroke="{bark}" stroke-width="6"/>
"""

_BOARD = """
<path d="M400 130c40 0 56 30 56 70v50h90a40 40 0 0140 40v310a40 40 0 01-40 40H254a40 40 0
 01-40-40V290a40 40 0 0140-40h90v-50c0-40 16-70 56-70z" fill="{wood}"/>
<circle cx="400" cy="192" r="20" fill="{backdrop}"/>
<path d="M520 250h26a40 40 0 0140 40v310a40 40 0 01-40 40h-26z" fill="{bark}"/>
<path d="M250 330c60 16 130-16 220 0M250 420c70 20 150-16 220 4M250 510c60-18 140 18 220-4"
 fill="none" stroke="{bark}" stroke-width="7"/>
<circle cx="340" cy="560" r="52" fill="{main}"/><circle cx="420" cy="580" r="42" fill="{dark}"/>
<path d="M340 512c-6-24 10-36 26-40" stroke="{stem}" stroke-width="9" fill="none"/>
"""

_BOWL = """
<path d="M170 400h460c0 140-90 220-170 230v10H340v-10c-80-10-170-90-170-230z" fill="{main}"/>
<path d="M520 400h110c0 140-90 220-170 230v10h-70v-14c80-20 140-100 130-226z" fill="{dark}"/>
<ellipse cx="400" cy="400" rx="230" ry="46" fill="{light}"/>
<ellipse cx="400" cy="406" rx="204" ry="34" fill="{dark}"/>
<circle cx="330" cy="378" r="54" fill="{accent}"/><circle cx="430" cy="366" r="60" fill="{gleam}"/>
<circle cx="500" cy="388" r="42" fill="{leaf}"/>
<path d="M204 436c40 14 80 14 110 0M330 446c50 10 90 10 130 0" fill="none" stroke="{light}"
 stroke-width="9"/>
"""

_MILL = """
<path d="M320 640c-30-90 30-110 20-190-4-30-20-40-20-70h160c0 30-16 40-20 70-10 80 50 100
 20 190z" fill="{main}"/>
<path d="M420 640c40-90-10-150 0-260h60c0 30-16 40-20 70-10 80 50 100 20 190z" fill="{dark}"/>
<path d="M312 350h176v36H312z" fill="{metal}"/>
<path d="M320 350c-20-100 30-140 80-140s100 40 80 140z" fill="{main}"/>
<path d="M420 350c16-60 10-110-20-140 50 0 100 40 80 140z" fill="{dark}"/>
<circle cx="400" cy="186" r="26" fill="{metal}"/>
<path d="M345 300c0-30 10-46 26-54M350 590c-6-40 10-60 16-90" fill="none" stroke="{light}"
 stroke-width="12"/>
<circle cx="530" cy="626" r="12" fill="{ink}"/><circle cx="566" cy="632" r="8" fill="{ink}"/>
<circle cx="256" cy="630" r="10" fill="{ink}"/>
"""

_WHISK = """
<path d="M372 120h56l-8 260h-40z" fill="{main}"/><path d="M402 120h26l-8 260h-18z" fill="{dark}"/>
<circle cx="400" cy="120" r="28" fill="{main}"/>
<g fill="none" stroke="{steel}" stroke-width="9"><path d="M384 380c-160 120-90 240 16 240s176-120
 16-240"/><path d="M392 380c-80 120-60 240 8 240s88-120 8-240M400 380v240"/></g>
<path d="M376 366h48v30h-48z" fill="{ink}"/>
<path d="M230 640c20-46 70-50 92-20 30-50 120-50 150 0 24-28 80-22 98 20z" fill="{cream}"/>
"""

_APRON = """
<path d="M320 240c0-130 160-130 160 0" fill="none" stroke="{dark}" stroke-width="18"/>
<path d="M300 230h200c4 70 30 110 90 130v270c0 20-14 30-30 30H240c-16 0-30-10-30-30V360c60-20
 86-60 90-130z" fill="{main}"/>
<path d="M500 230c4 70 30 110 90 130v270c0 20-14 30-30 30h-60z" fill="{dark}"/>
<path d="M210 380c-60 20-70 60-100 90M590 380c60 20 70 60 100 90" fill="none" stroke="{dark}"
 stroke-width="16"/>
<rect x="300" y="450" width="200" height="130" rx="14" fill="{light}"/>
<path d="M400 450v130" stroke="{main}" stroke-width="6"/>
<path d="M430 460v-70M455 460v-80" stroke="{wood}" stroke-width="14"/>
"""

_LINEN = """
<path d="M190 560h420v60a20 20 0 01-20 20H210a20 20 0 01-20-20z" fill="{dark}"/>
<path d="M200 480h400v84H200z" fill="{main}"/><path d="M200 480h400v14H200z" fill="{dark}"
 opacity=".5"/>
<path d="M210 396h380v86H210z" fill="{cream}"/>
<path d="M210 420h380M210 440h380" stroke="{accent}" stroke-width="7"/>
<path d="M220 310h360a10 10 0 0110 10v78H210v-78a10 10 0 0110-10z" fill="{light}"/>
<path d="M190 580h420M200 524h400" stroke="{light}" stroke-width="7"/>
<path d="M370 300h60v340h-60z" fill="{accent}" opacity=".9"/>
<path d="M400 300c-90-90-130 10 0 0 130 10 90-90 0 0z" fill="{accent}"/>
"""

MOTIFS = {
    "pan": Motif(shapes=_PAN, shadow=250),
    "pot": Motif(shapes=_POT, shadow=240),
    "knife": Motif(shapes=_KNIFE, shadow=300),
    "board": Motif(shapes=_BOARD, shadow=210),
    "bowl": Motif(shapes=_BOWL, shadow=130),
    "mill": Motif(shapes=_MILL, shadow=180),
    "whisk": Motif(shapes=_WHISK, shadow=220),
    "apron": Motif(shapes=_APRON, shadow=0),
    "linen": Motif(shapes=_LINEN, shadow=240),
}
