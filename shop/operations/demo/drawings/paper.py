"""Motifs of the stationery department."""

from shop.operations.demo.drawings.motif import Lettering, Motif

_NOTEBOOK = """
<rect x="246" y="170" width="330" height="470" rx="18" fill="{paper}"/>
<rect x="230" y="160" width="330" height="470" rx="18" fill="{main}"/>
<path d="M230 178a18 18 0 0118-18h42v470h-42a18 18 0 01-18-18z" fill="{dark}"/>
<path d="M506 160h22v470h-22z" fill="{accent}"/>
<rect x="324" y="240" width="150" height="100" rx="6" fill="{cream}"/>
<path d="M346 276h106M346 304h74" stroke="{main}" stroke-width="7"/>
<path d="M420 630v40l-14-12-14 12v-40z" fill="{accent}"/>
"""

_SPIRAL_PAD = """
<rect x="220" y="190" width="360" height="450" rx="14" fill="{dark}"/>
<rect x="220" y="180" width="360" height="440" rx="14" fill="{cream}"/>
<path d="M220 194a14 14 0 0114-14h332a14 14 0 0114 14v66H220z" fill="{main}"/>
<g stroke="{steel}" stroke-width="10" fill="none"><path d="M270 210v-60M322 210v-60M374 210v-60M426
 210v-60M478 210v-60M530 210v-60"/></g>
<g fill="{light}"><circle cx="270" cy="330" r="6"/><circle cx="335" cy="330" r="6"/>
<circle cx="400" cy="330" r="6"/><circle cx="465" cy="330" r="6"/><circle cx="530" cy="330" r="6"/>
</g>
<path d="M270 390h260M270 440h260M270 490h260M270 540h170" stroke="{light}" stroke-width="7"/>
<path d="M440 600l120-190 34 22-118 190-44 22z" fill="{accent}"/>
"""

_PENCILS = """
<path d="M250 400h300l-26 216a28 28 0 01-28 24H304a28 28 0 01-28-24z" fill="{main}"/>
<path d="M470 400h80l-26 216a28 28 0 01-28 24h-70c30-60 46-140 44-240z" fill="{dark}"/>
<path d="M290 400V230l24-60 24 60v170z" fill="{accent}"/>
<path d="M300 206l14-36 14 36z" fill="{cream}"/>
<path d="M352 400V180l24-60 24 60v220z" fill="{gleam}"/>
<path d="M362 156l14-36 14 36z" fill="{ink}"/>
<path d="M414 400V250l22-56 22 56v150z" fill="{leaf}"/>
<path d="M424 226l12-32 12 32z" fill="{cream}"/>
<path d="M470 400l20-210 24-56 20 60-20 206z" fill="{light}"/>
<path d="M504 160l10-26 9 28z" fill="{ink}"/>
<ellipse cx="400" cy="400" rx="150" ry="22" fill="{dark}" opacity=".55"/>
<path d="M250 400a150 22 0 00300 0l-3 30a150 24 0 01-294 0z" fill="{light}"/>
"""

_FOUNTAIN_PEN = """
<path d="M150 650c120-40 180 30 280-10s120 0 210-20" fill="none" stroke="{main}"
 stroke-width="10"/>
<path d="M560 130l90 90-240 300-110 30 30-110z" fill="{main}"/>
<path d="M606 176l44 44-240 300-56 15z" fill="{dark}"/>
<path d="M330 440l80 80-110 60-60 30 30-60z" fill="{gleam}"/>
<path d="M240 610l90-110" stroke="{ink}" stroke-width="6"/>
<circle cx="334" cy="496" r="11" fill="{ink}"/>
<path d="M382 380l90 74 20-26-86-76z" fill="{metal}"/>
<path d="M470 330l110-150" stroke="{light}" stroke-width="14"/>
<path d="M590 240l-90 116" stroke="{metal}" stroke-width="12"/>
"""

_INK = """
<path d="M270 350h260l50 250a34 34 0 01-34 40H254a34 34 0 01-34-40z" fill="{cream}"
 opacity=".85"/>
<path d="M254 430h292l34 170a34 34 0 01-34 40H254a34 34 0 01-34-40z" fill="{main}"/>
<path d="M470 430h76l34 170a34 34 0 01-34 40h-90c20-70 26-140 14-210z" fill="{dark}"/>
<rect x="310" y="300" width="180" height="56" fill="{metal}"/>
<rect x="290" y="220" width="220" height="90" rx="14" fill="{ink}"/>
<path d="M330 236v58M370 236v58M410 236v58M450 236v58" stroke="{steel}" stroke-width="6"/>
<rect x="310" y="480" width="180" height="104" rx="6" fill="{cream}"/>
"""

_ENVELOPES = """
<rect x="190" y="250" width="420" height="280" rx="10" fill="{dark}"
 transform="rotate(-8 400 390)"/>
<rect x="180" y="320" width="440" height="300" rx="10" fill="{paper}"/>
<path d="M180 330l220 170 220-170v-4a6 6 0 00-6-6H186a6 6 0 00-6 6z" fill="{cream}"/>
<path d="M184 324l216 174 216-174" fill="none" stroke="{light}" stroke-width="8"/>
<circle cx="400" cy="496" r="44" fill="{main}"/><circle cx="400" cy="496" r="28" fill="none"
 stroke="{light}" stroke-width="6"/>
<path d="M400 478l6 12 14 2-10 10 2 14-12-6-12 6 2-14-10-10 14-2z" fill="{cream}"/>
"""

_CALENDAR = """
<path d="M220 640l50-60h260l50 60z" fill="{dark}"/>
<rect x="210" y="180" width="380" height="420" rx="16" fill="{cream}"/>
<path d="M210 196a16 16 0 0116-16h348a16 16 0 0116 16v104H210z" fill="{main}"/>
<path d="M290 150v60M400 150v60M510 150v60" stroke="{steel}" stroke-width="14"/>
<g fill="{light}"><path d="M250 340h50v44h-50zM332 340h50v44h-50zM414 340h50v44h-50z"/>
<path d="M496 340h50v44h-50zM250 412h50v44h-50zM332 412h50v44h-50zM496 412h50v44h-50z"/>
<path d="M250 484h50v44h-50zM332 484h50v44h-50zM414 484h50v44h-50z"/></g>
<circle cx="439" cy="434" r="36" fill="{accent}"/>
"""

_TAPE = """
<circle cx="310" cy="480" r="160" fill="{main}"/><circle cx="310" cy="480" r="112" fill="{light}"/>
<circle cx="310" cy="480" r="84" fill="{backdrop}"/>
<path d="M310 320a160 160 0 01160 160" fill="none" stroke="{cream}" stroke-width="14"
 stroke-dasharray="4 32"/>
<path d="M310 592h330v48H310z" fill="{main}"/><path d="M640 592l-16 12 16 12-16 12 16 12h-40v-48z"
 fill="{dark}"/>
<circle cx="510" cy="360" r="110" fill="{accent}"/><circle cx="510" cy="360" r="76" fill="{gleam}"/>
<circle cx="510" cy="360" r="56" fill="{backdrop}"/>
"""

_SCISSORS = """
<path d="M430 400l-150-260c-30 20-30 50-20 80l120 210z" fill="{metal}"/>
<path d="M370 400l150-260c30 20 30 50 20 80L420 430z" fill="{steel}"/>
<g fill="none" stroke="{main}" stroke-width="32"><ellipse cx="310" cy="540" rx="62" ry="84"
 transform="rotate(24 310 540)"/></g>
<g fill="none" stroke="{dark}" stroke-width="32"><ellipse cx="490" cy="540" rx="62" ry="84"
 transform="rotate(-24 490 540)"/></g>
<circle cx="400" cy="408" r="17" fill="{accent}"/>
"""

_PENCIL_CASE = """
<path d="M240 420l30-210 26-40 22 44-20 206zM340 410l10-260 24-46 22 46v260z" fill="{accent}"/>
<path d="M430 410V190l40-20 30 20v220z" fill="{gleam}"/>
<path d="M140 400h520l-30 200a46 46 0 01-46 40H216a46 46 0 01-46-40z" fill="{main}"/>
<path d="M560 400h100l-30 200a46 46 0 01-46 40h-90c40-60 66-140 66-240z" fill="{dark}"/>
<rect x="120" y="378" width="560" height="44" rx="22" fill="{light}"/>
<path d="M150 400h500" stroke="{steel}" stroke-width="8" stroke-dasharray="6 14"/>
<path d="M640 400l40 60" stroke="{accent}" stroke-width="14"/>
"""

MOTIFS = {
    "notebook": Motif(shapes=_NOTEBOOK, shadow=190),
    "spiral_pad": Motif(shapes=_SPIRAL_PAD),
    "pencils": Motif(shapes=_PENCILS, shadow=150),
    "fountain_pen": Motif(shapes=_FOUNTAIN_PEN, shadow=0),
    "ink": Motif(
        shapes=_INK,
        shadow=190,
        lettering=Lettering(x=400, y=542, size=30, columns=10, colour="ink"),
    ),
    "envelopes": Motif(shapes=_ENVELOPES, shadow=230),
    "calendar": Motif(shapes=_CALENDAR),
    "tape": Motif(shapes=_TAPE, shadow=250),
    "scissors": Motif(shapes=_SCISSORS, shadow=0),
    "pencil_case": Motif(shapes=_PENCIL_CASE, shadow=250),
}
