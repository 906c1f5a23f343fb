"""What takes place: a concert, and a class."""

from shop.operations.demo.drawings.motif import Motif

_CONCERT = """
<path d="M150 140h500v24H150z" fill="{dark}"/>
<path d="M150 164h84c0 180-30 330-84 420zM650 164h-84c0 180 30 330 84 420z" fill="{main}"/>
<path d="M190 164c0 170-10 300-40 400M610 164c0 170 10 300 40 400" fill="none" stroke="{dark}"
 stroke-width="6"/>
<path d="M400 170l-130 430h260z" fill="{gleam}" opacity=".55"/>
<path d="M140 584h520v56H140z" fill="{wood}"/><path d="M140 584h520v14H140z" fill="{bark}"/>
<path d="M396 330h8v254h-8z" fill="{steel}"/><path d="M356 576h88v10h-88z" fill="{steel}"/>
<rect x="378" y="276" width="44" height="70" rx="22" fill="{ink}"/>
<path d="M384 300h32M384 316h32" stroke="{metal}" stroke-width="5"/>
<g fill="{accent}"><circle cx="300" cy="300" r="14"/><path d="M308 300V220l40 12v16l-30-9z"/>
<circle cx="500" cy="380" r="14"/><path d="M508 380v-80l40 12v16l-30-9z"/></g>
"""
_CLASS = """
<path d="M170 170h460v270H170z" fill="{dark}"/><path d="M186 186h428v238H186z" fill="{main}"/>
<path d="M230 240h150M230 290h220M230 340h110" stroke="{cream}" stroke-width="12" fill="none"/>
<circle cx="520" cy="320" r="54" fill="none" stroke="{gleam}" stroke-width="12"/>
<path d="M130 540h540v26H130z" fill="{wood}"/><path d="M170 566h26v74h-26zM604 566h26v74h-26z"
 fill="{bark}"/>
<path d="M250 520h120v20H250z" fill="{accent}"/><path d="M270 500h90v20h-90z" fill="{light}"/>
<path d="M470 470h60v70h-60z" fill="{cream}"/><path d="M530 484h16a18 18 0 010 36h-16" fill="none"
 stroke="{cream}" stroke-width="9"/>
"""

MOTIFS = {
    "concert": Motif(shapes=_CONCERT, shadow=270),
    "class": Motif(shapes=_CLASS, shadow=270),
}
