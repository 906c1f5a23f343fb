"""Motifs of the audio department."""

from shop.operations.demo.drawings.motif import Motif

_SPEAKER = """
<rect x="270" y="150" width="260" height="490" rx="24" fill="{wood}"/>
<path d="M490 150h16a24 24 0 0124 24v442a24 24 0 01-24 24h-16z" fill="{bark}"/>
<rect x="294" y="174" width="196" height="442" rx="14" fill="{main}"/>
<circle cx="392" cy="260" r="52" fill="{dark}"/><circle cx="392" cy="260" r="22" fill="{light}"/>
<circle cx="392" cy="450" r="88" fill="{dark}"/><circle cx="392" cy="450" r="64" fill="{ink}"/>
<circle cx="392" cy="450" r="26" fill="{light}"/>
<circle cx="392" cy="580" r="10" fill="{accent}"/>
"""

_PORTABLE = """
<path d="M250 320c0-120 300-120 300 0" fill="none" stroke="{bark}" stroke-width="22"/>
<rect x="170" y="320" width="460" height="320" rx="54" fill="{main}"/>
<path d="M560 320h16a54 54 0 0154 54v212a54 54 0 01-54 54h-16z" fill="{dark}"/>
<circle cx="310" cy="480" r="104" fill="{dark}"/><circle cx="310" cy="480" r="70" fill="{light}"
 opacity=".5"/><circle cx="310" cy="480" r="30" fill="{cream}"/>
<circle cx="500" cy="430" r="40" fill="{cream}"/><path d="M500 430v-30" stroke="{accent}"
 stroke-width="9"/>
<path d="M450 520h104M450 550h104M450 580h70" stroke="{light}" stroke-width="10"/>
"""

_HEADPHONES = """
<path d="M220 460C210 80 590 80 580 460" fill="none" stroke="{main}" stroke-width="40"/>
<path d="M240 320C280 120 520 120 560 320" fill="none" stroke="{light}" stroke-width="14"/>
<rect x="170" y="410" width="110" height="210" rx="50" fill="{dark}"/>
<rect x="520" y="410" width="110" height="210" rx="50" fill="{dark}"/>
<rect x="250" y="420" width="60" height="190" rx="30" fill="{bark}"/>
<rect x="490" y="420" width="60" height="190" rx="30" fill="{bark}"/>
<circle cx="208" cy="516" r="18" fill="{accent}"/><circle cx="592" cy="516" r="18" fill="{accent}"/>
"""

_TURNTABLE = """
<rect x="120" y="420" width="560" height="190" rx="20" fill="{wood}"/>
<path d="M120 540h560v50a20 20 0 01-20 20H140a20 20 0 01-20-20z" fill="{bark}"/>
<path d="M180 610h60v30h-60zM560 610h60v30h-60z" fill="{ink}"/>
<ellipse cx="350" cy="400" rx="210" ry="92" fill="{steel}"/>
<ellipse cx="350" cy="388" rx="206" ry="90" fill="{ink}"/>
<ellipse cx="350" cy="388" rx="150" ry="64" fill="none" stroke="{steel}" stroke-width="4"/>
<ellipse cx="350" cy="388" rx="110" ry="46" fill="none" stroke="{steel}" stroke-width="4"/>
<ellipse cx="350" cy="388" rx="66" ry="28" fill="{main}"/><ellipse cx="350" cy="388" rx="10" ry="5"
 fill="{cream}"/>
<path d="M620 350v60M620 330l-70 80-90 10" fill="none" stroke="{metal}" stroke-width="16"/>
<circle cx="620" cy="336" r="28" fill="{accent}"/><circle cx="620" cy="500" r="18" fill="{cream}"/>
"""

_RADIO = """
<path d="M560 320l80-190" stroke="{steel}" stroke-width="10"/><circle cx="640" cy="126" r="12"
 fill="{steel}"/>
<path d="M270 320v-60h260v60" fill="none" stroke="{bark}" stroke-width="22"/>
<rect x="140" y="310" width="520" height="330" rx="40" fill="{main}"/>
<path d="M580 310h40a40 40 0 0140 40v250a40 40 0 01-40 40h-40z" fill="{dark}"/>
<rect x="180" y="350" width="240" height="250" rx="20" fill="{cream}"/>
<path d="M204 390h192M204 426h192M204 462h192M204 498h192M204 534h192M204 566h192"
 stroke="{light}" stroke-width="11"/>
<rect x="450" y="360" width="150" height="80" rx="10" fill="{paper}"/>
<path d="M550 366v68" stroke="{accent}" stroke-width="7"/><path d="M466 400h118" stroke="{steel}"
 stroke-width="5" stroke-dasharray="4 12"/>
<circle cx="482" cy="540" r="36" fill="{wood}"/><circle cx="576" cy="540" r="26" fill="{wood}"/>
<path d="M482 540v-30M576 540v-20" stroke="{ink}" stroke-width="7"/>
"""

_EARBUDS = """
<rect x="220" y="380" width="360" height="250" rx="100" fill="{main}"/>
<path d="M480 380a100 100 0 01100 100v50a100 100 0 01-100 100h-60c80-50 100-180 60-250z"
 fill="{dark}"/>
<path d="M220 476h360" stroke="{light}" stroke-width="8"/>
<circle cx="400" cy="530" r="10" fill="{accent}"/>
<path d="M280 200a54 54 0 1190 60l-20 20v70h-36v-80a54 54 0 01-34-70z" fill="{cream}"/>
<path d="M520 200a54 54 0 10-90 60l20 20v70h36v-80a54 54 0 0034-70z" fill="{paper}"/>
<circle cx="330" cy="216" r="22" fill="{ink}" opacity=".7"/>
<circle cx="470" cy="216" r="22" fill="{ink}"
 opacity=".7"/>
"""

_MICROPHONE = """
<path d="M400 510v110" stroke="{steel}" stroke-width="20"/>
<path d="M260 390c0 170 280 170 280 0" fill="none" stroke="{steel}" stroke-width="18"/>
<rect x="310" y="130" width="180" height="340" rx="90" fill="{main}"/>
<path d="M430 136a90 90 0 0160 84v160a90 90 0 01-60 84c30-90 30-240 0-328z" fill="{dark}"/>
<path d="M318 200h164M310 240h180M310 280h180" stroke="{light}" stroke-width="9"/>
<path d="M310 320h180v28H310z" fill="{accent}"/>
<rect x="290" y="608" width="220" height="34" rx="17" fill="{dark}"/>
"""

_SOUNDBAR = """
<rect x="190" y="230" width="420" height="250" rx="14" fill="{ink}"/>
<rect x="206" y="246" width="388" height="218" rx="6" fill="{light}"/>
<path d="M206 440l110-110 80 70 70-90 128 130v24H206z" fill="{dark}"/>
<circle cx="520" cy="300" r="30"
 fill="{gleam}"/>
<path d="M380 480h40v40h-40z" fill="{ink}"/>
<rect x="80" y="540" width="640" height="100" rx="40" fill="{main}"/>
<path d="M660 540h20a40 40 0 010 100h-20z" fill="{dark}"/>
<path d="M130 570h500M130 592h500M130 612h500" stroke="{light}" stroke-width="6"
 stroke-dasharray="3 13"/>
<circle cx="676" cy="590" r="9" fill="{accent}"/>
"""

_RECORD_RACK = """
<path d="M250 300h30v300h-30zM300 290h26v310h-26z" fill="{accent}"/>
<path d="M346 280h30v320h-30zM470 296h26v304h-26z" fill="{main}"/>
<path d="M396 300h30v300h-30zM516 286h34v314h-34z" fill="{gleam}"/>
<path d="M436 280h24v320h-24zM280 310h14v290h-14z" fill="{dark}"/>
<circle cx="560" cy="330" r="120" fill="{ink}"/><circle cx="560" cy="330" r="42" fill="{main}"/>
<circle cx="560" cy="330" r="80" fill="none" stroke="{steel}" stroke-width="4"/><circle cx="560"
 cy="330" r="7" fill="{cream}"/>
<path d="M180 460h440v140H180z" fill="{wood}"/><path d="M540 460h80v140h-80z" fill="{bark}"/>
<path d="M200 600h40v40h-40zM560 600h40v40h-40z" fill="{bark}"/>
<path d="M190 520h350" stroke="{bark}" stroke-width="7"/>
"""

MOTIFS = {
    "speaker": Motif(shapes=_SPEAKER, shadow=150),
    "portable_speaker": Motif(shapes=_PORTABLE, shadow=250),
    "headphones": Motif(shapes=_HEADPHONES, shadow=0),
    "turntable": Motif(shapes=_TURNTABLE, shadow=290),
    "radio": Motif(shapes=_RADIO, shadow=280),
    "earbuds": Motif(shapes=_EARBUDS, shadow=170),
    "microphone": Motif(shapes=_MICROPHONE, shadow=130),
    "soundbar": Motif(shapes=_SOUNDBAR, shadow=330),
    "record_rack": Motif(shapes=_RECORD_RACK, shadow=240),
}
