"""Motifs of the tea and coffee counter."""

from shop.operations.demo.drawings.motif import Lettering, Motif

_CUP = """
<path d="M528 440c70-18 112 20 96 70s-70 70-122 58" fill="none" stroke="{main}" stroke-width="26"/>
<ellipse cx="400" cy="626" rx="220" ry="24" fill="{light}"/>
<path d="M260 400h280c4 120-36 218-140 222-104-4-144-102-140-222z" fill="{main}"/>
<path d="M462 400h78c4 120-36 218-140 222 62-34 78-112 62-222z" fill="{dark}"/>
<ellipse cx="400" cy="400" rx="140" ry="28" fill="{light}"/>
<ellipse cx="400" cy="405" rx="122" ry="19" fill="{brew}"/>
<path d="M355 330c-26-34 26-58 0-100M445 330c-26-34 26-58 0-100" fill="none" stroke="{cream}"
 stroke-width="13" opacity=".9"/>
"""

_MUG = """
<path d="M520 400h50a62 62 0 010 150h-50" fill="none" stroke="{dark}" stroke-width="30"/>
<path d="M250 310h290v290a40 40 0 01-40 40H290a40 40 0 01-40-40z" fill="{main}"/>
<path d="M470 310h70v290a40 40 0 01-40 40h-70a40 40 0 0040-40z" fill="{dark}"/>
<path d="M250 470h290v60H250z" fill="{cream}" opacity=".85"/>
<path d="M250 500l36-18 36 18 36-18 36 18 36-18 36 18 36-18 38 18" fill="none" stroke="{accent}"
 stroke-width="9"/>
<ellipse cx="395" cy="310" rx="145" ry="28" fill="{light}"/>
<ellipse cx="395" cy="314" rx="126" ry="19" fill="{brew}"/>
"""

_TEAPOT = """
<path d="M560 430c60-10 64-90 118-104l22 20c-40 40-42 150-130 176z" fill="{dark}"/>
<path d="M246 400c-96-40-150 20-130 90s90 80 150 66" fill="none" stroke="{main}"
 stroke-width="28"/>
<path d="M400 350c130 0 190 80 190 160 0 70-50 130-110 130H320c-60 0-110-60-110-130
 0-80 60-160 190-160z" fill="{main}"/>
<path d="M400 350c130 0 190 80 190 160 0 70-50 130-110 130h-60c80-40 110-100 100-170-8-60-60-110
-120-120z" fill="{dark}"/>
<path d="M300 362c20-46 180-46 200 0z" fill="{light}"/>
<circle cx="400" cy="312" r="20" fill="{accent}"/>
<path d="M276 470c-12 50 8 100 36 118" fill="none" stroke="{light}" stroke-width="14"/>
"""

_TIN = """
<rect x="250" y="240" width="300" height="400" rx="18" fill="{main}"/>
<path d="M480 240h52a18 18 0 0118 18v364a18 18 0 01-18 18h-52z" fill="{dark}"/>
<rect x="236" y="190" width="328" height="76" rx="16" fill="{light}"/>
<path d="M490 190h58a16 16 0 0116 16v44a16 16 0 01-16 16h-58z" fill="{main}" opacity=".5"/>
<rect x="280" y="320" width="240" height="230" rx="8" fill="{cream}"/>
<rect x="292" y="332" width="216" height="206" rx="4" fill="none" stroke="{accent}"
 stroke-width="4"/>
<path d="M400 522c-30-4-44-24-40-46 26 0 40 18 40 46zm0 0c30-4 44-24 40-46-26 0-40 18-40 46z"
 fill="{leaf}"/>
"""

_COFFEE_BAG = """
<path d="M250 230h300l22 390a20 20 0 01-20 20H248a20 20 0 01-20-20z" fill="{main}"/>
<path d="M480 230h70l22 390a20 20 0 01-20 20h-60c14-130 8-270-12-410z" fill="{dark}"/>
<path d="M250 160h300v76H250z" fill="{dark}"/><path d="M250 196h300" stroke="{light}"
 stroke-width="6"/>
<rect x="276" y="310" width="236" height="220" rx="110" fill="{cream}"/>
<path d="M376 586c0-26 16-44 38-44s34 18 34 36-18 40-40 40-32-12-32-32z" fill="{brew}"/>
<path d="M440 550c-14 26-36 26-56 58" stroke="{main}" stroke-width="6" fill="none"/>
"""

_PRESS = """
<path d="M540 330h50a26 26 0 0126 26v150a26 26 0 01-26 26h-50" fill="none" stroke="{ink}"
 stroke-width="24"/>
<rect x="270" y="290" width="270" height="340" rx="22" fill="{cream}" opacity=".75"/>
<path d="M270 420h270v188a22 22 0 01-22 22H292a22 22 0 01-22-22z" fill="{brew}"/>
<path d="M262 600h286v26a14 14 0 01-14 14H276a14 14 0 01-14-14zM258 280h294v40H258z"
 fill="{main}"/>
<path d="M405 180v230" stroke="{steel}" stroke-width="12"/>
<path d="M282 404h246v18H282z" fill="{steel}"/>
<path d="M290 280c0-50 230-50 230 0z" fill="{dark}"/>
<circle cx="405" cy="172" r="28" fill="{main}"/>
<path d="M310 340v220" stroke="{cream}" stroke-width="12" opacity=".5"/>
"""

_DRIPPER = """
<path d="M250 250h300l-96 170h-108z" fill="{main}"/>
<path d="M470 250h80l-96 170h-36z" fill="{dark}"/>
<path d="M550 280c80-14 90 80-34 76" fill="none" stroke="{dark}" stroke-width="20"/>
<path d="M276 250l30-40h188l30 40z" fill="{cream}"/>
<rect x="320" y="416" width="160" height="24" rx="12" fill="{dark}"/>
<path d="M336 440h128v30c66 30 90 78 90 122 0 30-20 48-46 48H292c-26 0-46-18-46-48 0-44 24-92
 90-122z" fill="{cream}" opacity=".8"/>
<path d="M252 560c40-22 90 20 150 0s100-10 148 0c14 50-6 80-42 80H292c-36 0-56-30-40-80z"
 fill="{brew}"/>
<path d="M400 444v96" stroke="{brew}" stroke-width="8"/>
"""

_MOKA = """
<path d="M530 300h70v150" fill="none" stroke="{ink}" stroke-width="30"/>
<path d="M286 640l24-170h180l24 170z" fill="{steel}"/>
<path d="M440 640l-6-170h56l24 170z" fill="{dark}"
 opacity=".5"/>
<path d="M302 440h196v40H302z" fill="{ink}" opacity=".7"/>
<path d="M310 440l-44-190h268l-44 190z" fill="{metal}"/>
<path d="M430 440l24-190h80l-44 190z" fill="{steel}"/>
<path d="M266 250l-46 10 62 60z" fill="{metal}"/>
<path d="M270 250l60-50h140l60 50z" fill="{main}"/><circle cx="400" cy="180" r="24" fill="{ink}"/>
<path d="M330 300l22 110" stroke="{cream}" stroke-width="12" opacity=".8"/>
"""

_KETTLE = """
<path d="M548 420c70-10 62-130 142-150l8 26c-50 30-40 170-128 196z" fill="{dark}"/>
<path d="M290 330c0-170 220-170 220 0" fill="none" stroke="{bark}" stroke-width="28"/>
<path d="M276 340h248l56 270a24 24 0 01-24 30H244a24 24 0 01-24-30z" fill="{main}"/>
<path d="M450 340h74l56 270a24 24 0 01-24 30h-90c20-100 12-200-16-300z" fill="{dark}"/>
<path d="M296 340c10-44 198-44 208 0z" fill="{light}"/>
<circle cx="400" cy="296" r="17" fill="{bark}"/>
<path d="M306 400l-28 170" stroke="{light}" stroke-width="14"/>
"""

_JAR = """
<path d="M270 310h260a34 34 0 0134 34v256a40 40 0 01-40 40H276a40 40 0 01-40-40V344a34 34 0
 0134-34z" fill="{main}"/>
<path d="M490 310h40a34 34 0 0134 34v256a40 40 0 01-40 40h-60c40-60 46-230 26-330z"
 fill="{dark}"/>
<rect x="262" y="236" width="276" height="78" rx="14" fill="{wood}"/>
<path d="M262 282h276v18a14 14 0 01-14 14H276a14 14 0 01-14-14z" fill="{bark}"/>
<rect x="280" y="390" width="220" height="170" rx="14" fill="{cream}"/>
<path d="M262 360v200" stroke="{light}" stroke-width="12"/>
"""

MOTIFS = {
    "cup": Motif(shapes=_CUP, shadow=230),
    "mug": Motif(shapes=_MUG),
    "teapot": Motif(shapes=_TEAPOT, shadow=220),
    "tin": Motif(shapes=_TIN, lettering=Lettering(x=400, y=402, size=37, columns=10, colour="ink")),
    "coffee_bag": Motif(
        shapes=_COFFEE_BAG, lettering=Lettering(x=394, y=430, size=38, columns=10, colour="ink")
    ),
    "press": Motif(shapes=_PRESS, shadow=180),
    "dripper": Motif(shapes=_DRIPPER),
    "moka": Motif(shapes=_MOKA, shadow=150),
    "kettle": Motif(shapes=_KETTLE, shadow=220),
    "jar": Motif(shapes=_JAR, lettering=Lettering(x=390, y=488, size=34, columns=10, colour="ink")),
}
