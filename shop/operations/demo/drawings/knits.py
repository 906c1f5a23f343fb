"""Motifs of the knitwear department."""

from shop.operations.demo.drawings.motif import Motif

_JUMPER = """
<path d="M310 200l-130 60-80 300 90 30 70-190v230h280V400l70 190 90-30-80-300-130-60z"
 fill="{main}"/>
<path d="M490 200l130 60 80 300-90 30-70-190v230h-70c20-140 20-300-30-430z" fill="{dark}"/>
<path d="M310 200c20 70 160 70 180 0l-30-20c-20 40-100 40-120 0z" fill="{light}"/>
<path d="M260 610h280v40H260zM100 552l92 32-10 34-92-32zM700 552l-92 32 10 34 92-32z"
 fill="{light}"/>
<path d="M262 400l35-30 34 30 35-30 34 30 35-30 34 30 35-30 34 30" fill="none" stroke="{cream}"
 stroke-width="11"/>
<path d="M262 446l35-30 34 30 35-30 34 30 35-30 34 30 35-30 34 30" fill="none" stroke="{accent}"
 stroke-width="11"/>
"""

_ROLLNECK = """
<path d="M320 190l-130 70-80 300 84 26 72-186v240h268V400l72 186 84-26-80-300-130-70z"
 fill="{main}"/>
<path d="M480 190l130 70 80 300-84 26-72-186v240h-60c20-140 20-310-30-450z" fill="{dark}"/>
<rect x="326" y="130" width="148" height="96" rx="26" fill="{light}"/>
<path d="M350 140v76M375 140v76M400 140v76M425 140v76M450 140v76" stroke="{main}"
 stroke-width="6"/>
<path d="M320 280c30 60-30 90 0 150s-30 90 0 150M400 280c30 60-30 90 0 150s-30 90 0 150M470 280c30
 60-30 90 0 150s-30 90 0 150" fill="none" stroke="{light}" stroke-width="11" opacity=".8"/>
<path d="M264 610h272v40H264zM110 552l84 28-10 34-84-28zM690 552l-84 28 10 34 84-28z"
 fill="{light}"/>
"""

_CARDIGAN = """
<path d="M310 190l-130 70-80 300 90 28 70-188v240h280V400l70 188 90-28-80-300-130-70-90 130z"
 fill="{main}"/>
<path d="M490 190l130 70 80 300-90 28-70-188v240H400V320z" fill="{dark}"/>
<path d="M310 190l90 140 90-140 24 12-96 148v290h-36V350l-96-148z" fill="{light}"/>
<g fill="{bark}"><circle cx="400" cy="390" r="11"/><circle cx="400" cy="450" r="11"/>
<circle cx="400" cy="510" r="11"/><circle cx="400" cy="570" r="11"/></g>
<path d="M284 510h76v80h-76zM440 510h76v80h-76z" fill="{light}" opacity=".6"/>
"""

_BODICE = """
<path d="M300 170c-4 120-20 150-60 190v290h320V360c-40-40-56-70-60-190l-40-10-60 150-60-150z"
 fill="{main}"/>
<path d="M500 170c4 120 20 150 60 190v290h-80c20-150 20-320-20-490z" fill="{dark}"/>
<path d="M290 170l110 180 110-180-34-12-76 136-76-136zM240 610h320v40H240z" fill="{light}"/>
"""

_VEST = (
    _BODICE
    + """
<g fill="{accent}"><path d="M320 430l30-40 30 40-30 40zM420 430l30-40 30 40-30 40z"/></g>
<g fill="{cream}"><path d="M270 520l30-40 30 40-30 40zM370 520l30-40 30 40-30 40zM470 520l30-40 30
 40-30 40z"/></g>
"""
)

_SLIPOVER = (
    _BODICE
    + """
<path d="M264 400l272 150M264 480l220 126M300 340l236 130M536 400L264 550M536 480L316 606M500
 340L264 470" stroke="{light}" stroke-width="9" opacity=".7"/>
"""
)

_BOBBLE = """
<circle cx="400" cy="180" r="64" fill="{cream}"/><circle cx="418" cy="190" r="46" fill="{paper}"/>
"""

_CAP = """
<path d="M200 500c0-190 90-270 200-270s200 80 200 270z" fill="{main}"/>
<path d="M420 231c100 10 180 90 180 269H490c10-110-10-210-70-269z" fill="{dark}"/>
<path d="M260 470c0-120 40-190 90-220M340 480c-4-110 14-180 50-234M470 480c0-110-20-180-60-234"
 fill="none" stroke="{light}" stroke-width="10" opacity=".7"/>
<rect x="180" y="480" width="440" height="130" rx="40" fill="{light}"/>
<path d="M230 500v90M280 500v90M330 500v90M380 500v90M430 500v90M480 500v90M530 500v90M575
 505v80" stroke="{main}" stroke-width="11" opacity=".6"/>
"""

_SCARF = """
<path d="M230 250c0-130 340-130 340 0 0 90-60 140-170 140s-170-50-170-140z" fill="{main}"/>
<ellipse cx="400" cy="230" rx="104" ry="50" fill="{dark}"/>
<path d="M440 330l130 270-110 40-110-260z" fill="{dark}"/>
<path d="M330 330h120l-20 310H300z" fill="{main}"/>
<path d="M320 440h120l-4 40H316zM310 530h122l-4 40H306z" fill="{cream}"/>
<path d="M480 420l36-14 16 34-36 14zM516 500l36-14 16 34-36 14z" fill="{accent}"/>
<path d="M304 640v40M330 640v40M356 640v40M382 640v40M408 640v40M470 640l16 36M500 630l16 36M530
 618l16 36M556 606l16 36" stroke="{light}" stroke-width="10"/>
"""

_SOCKS = """
<path d="M430 150h150v260c0 60 20 60 70 100 60 50 10 120-60 100-90-30-160-80-160-160z"
 fill="{dark}"/>
<path d="M430 150h150v60H430z" fill="{cream}"/><path d="M430 250h150v30H430zM430 310h150v30H430z"
 fill="{accent}"/>
<path d="M220 180h160v270c0 60 24 64 76 104 66 52 14 126-64 106-96-30-172-84-172-170z"
 fill="{main}"/>
<path d="M220 180h160v64H220z" fill="{light}"/>
<path d="M220 290h160v30H220zM220 350h160v30H220z" fill="{gleam}"/>
<path d="M420 530c66 30 80 120 20 132-30 4-70-6-90-16 10-50 30-90 70-116z" fill="{light}"/>
<path d="M220 470c50 0 80 26 76 90-44-26-76-60-76-90z" fill="{light}"/>
"""

_MITTENS = """
<g transform="translate(-62 0)"><path d="M220 620h150V470c70 0 90-120 20-120-20
 0-26-30-26-60 0-130-150-130-150 0z" fill="{main}"/>
<rect x="206" y="560" width="176" height="84" rx="18" fill="{light}"/>
<path d="M290 300l14 30 34 4-26 24 8 34-30-18-30 18 8-34-26-24 34-4z" fill="{cream}"/>
<path d="M240 580v44M272 580v44M304 580v44M336 580v44" stroke="{main}" stroke-width="9"/></g>
<g transform="translate(62 0)"><path d="M580 620H430V470c-70 0-90-120-20-120 20 0 26-30
 26-60 0-130 150-130 150 0z" fill="{dark}"/>
<rect x="418" y="560" width="176" height="84" rx="18" fill="{light}"/>
<path d="M510 300l14 30 34 4-26 24 8 34-30-18-30 18 8-34-26-24 34-4z" fill="{cream}"/>
<path d="M452 580v44M484 580v44M516 580v44M548 580v44" stroke="{main}" stroke-width="9"/></g>
"""

_BLANKET = """
<path d="M170 480h440a80 80 0 010 160H170z" fill="{main}"/>
<path d="M610 480a80 80 0 010 160 50 80 0 000-160z" fill="{dark}"/>
<path d="M190 330h420a75 75 0 010 150H190z" fill="{light}"/>
<path d="M610 330a75 75 0 010 150 46 75 0 000-150z" fill="{main}"/>
<path d="M210 330v150M270 330v150M470 330v150" stroke="{accent}" stroke-width="16"/>
<path d="M170 520h440M170 600h440" stroke="{cream}" stroke-width="12"/>
<path d="M170 490h-36M170 520h-36M170 550h-36M170 580h-36M170 610h-36" stroke="{dark}"
 stroke-width="10"/>
<path d="M190 350h-30M190 380h-30M190 410h-30M190 440h-30" stroke="{main}" stroke-width="10"/>
"""

MOTIFS = {
    "jumper": Motif(shapes=_JUMPER, shadow=0),
    "rollneck": Motif(shapes=_ROLLNECK, shadow=0),
    "cardigan": Motif(shapes=_CARDIGAN, shadow=0),
    "vest": Motif(shapes=_VEST, shadow=0),
    "slipover": Motif(shapes=_SLIPOVER, shadow=0),
    "beanie": Motif(shapes=_BOBBLE + _CAP, shadow=0),
    "watch_cap": Motif(shapes=_CAP, shadow=0),
    "scarf": Motif(shapes=_SCARF, shadow=0),
    "socks": Motif(shapes=_SOCKS, shadow=0),
    "mittens": Motif(shapes=_MITTENS, shadow=0),
    "blanket": Motif(shapes=_BLANKET, shadow=280),
}
