"""Loudspeakers, headphones and record players."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="audio",
    title="Audio",
    blurb="For hearing the bow touch the string, and the kettle afterwards.",
    drawing=Drawing(motif="turntable", palette="clay", scene="circle", title="A record player"),
)

_GOODS = """
Bookshelf Speakers Alder | Tonwerk | speaker moss | Finish
    A pair of two-way speakers in real veneer, no larger than the books beside them. Voices stand in
    the room, not in the box.
    AUD-ALDER-* | Moss Walnut Chalk | 349.00 | 9800 | 6 8 5 | 5 6 0

Floor Speakers Campanile | Tonwerk | speaker slate
    A slender pair of columns with a bass that is felt before it is heard. They forgive bad rooms
    and expose bad recordings.
    AUD-CAMP | 899.00 was 999.00 | 31000 | 2 | 2

Studio Monitor Plumb | Tonwerk | speaker charcoal
    Active, flat, and free of flattery: what you hear is what you mixed. Sold singly, because some
    of us still work in mono.
    AUD-PLUMB | 229.00 | 5400 | 11 | 8

Travel Speaker Pip | Murmur | portable_speaker sage | Colour
    Fits the bottle cage of a bicycle and fills a picnic with sound. Ten hours from one charge, and
    a loop of cord to hang it in a tree.
    AUD-PIP-* | Sage Clay Sky | 69.00 was 79.00 | 390 | 28 22 26 | 23 19 20

Kitchen Speaker Pantry | Murmur | portable_speaker sand | Colour
    Splash-proof, with one big knob that works with floury hands. Remembers the last station and the
    last volume.
    AUD-PANT-* | Sand Berry Slate | 129.00 | 1400 | 15 9 13 | 12 7 3

Party Speaker Bandstand | Murmur | portable_speaker berry
    Two of them find each other and become left and right. Loud enough for the garden, and well
    behaved after ten.
    AUD-BAND | 249.00 | 4200 | 7 | 6

Headphones Hush | Murmur | headphones slate | Colour
    They take away the engine and leave the announcement. Thirty hours, soft cushions that can be
    changed, and a real switch.
    AUD-HUSH-* | Slate Sand Plum | 199.00 was 229.00 | 260 | 18 14 9 | 15 11 2

Headphones Parlour | Tonwerk | headphones clay
    Open at the back, so music has air around it. For quiet rooms, long evenings and a cable of
    three metres.
    AUD-PARL | 269.00 | 310 | 8 | 7

Children's Headphones Robin | Murmur | headphones sky | Colour
    Limited to eighty-five decibels and built to be sat on. A second socket lets a sister listen
    along.
    AUD-ROBIN-* | Sky Rose Honey | 39.00 | 180 | 24 21 19 | 20 16 0

Turntable Prelude | Gramont | turntable clay | Finish
    Belt-driven, with a walnut plinth and an arm that is set up before it leaves the workshop. Put
    on a record; that is the whole manual.
    AUD-PREL-* | Walnut Oak Black | 389.00 | 6200 | 7 5 6 | 5 4 1

Turntable Nocturne | Gramont | turntable ocean
    A heavier platter, a quieter motor, and feet that ignore dancing. For those who have begun to
    hear the difference.
    AUD-NOCT | 749.00 was 820.00 | 9400 | 3 | 1

Table Radio Wavelength | Murmur | radio ocean | Colour
    FM, digital and internet behind one dial that still feels like tuning. The lid is oiled oak; the
    alarm is a slow swell, not a bleep.
    AUD-WAVE-* | Ocean Cream Moss | 179.00 | 2300 | 10 12 8 | 9 10 0

Pocket Radio Sidecar | Murmur | radio honey
    A single speaker, a telescopic aerial and two batteries from any kiosk. It will outlive several
    telephones.
    AUD-SIDE | 49.00 | 310 | 33 | 28

Earbuds Thimble | Murmur | earbuds sage | Colour
    Small as their name, in a case that survives a pocket of keys. The tips come in five sizes,
    because ears do.
    AUD-THIM-* | Sage Ink Rose | 119.00 was 139.00 | 60 | 31 36 20 | 26 30 17

Podcast Microphone Soapbox | Gramont | microphone berry
    A broadcast voice over one cable, with a mute button that is truly silent. The stand is heavy
    enough for a fist on the table.
    AUD-SOAP | 149.00 | 980 | 13 | 10

Field Recorder Earshot | Gramont | microphone charcoal
    Two matched capsules for birdsong, choirs and trains. Starts within a second and never clips; it
    records two levels at once.
    AUD-EARS | 259.00 | 290 | 6 | 3

Soundbar Proscenium | Tonwerk | soundbar ocean | Length
    Makes dialogue clear without waking the house. One cable to the screen, none to anything else.
    AUD-PROS-80  | 80 cm  | 299.00 | 3600 | 9 | 8
    AUD-PROS-110 | 110 cm | 399.00 | 4900 | 5 | 0

Record Rack Sleeve Notes | Fjellved | record_rack clay
    Holds eighty records the right way up, with a slot for the one that is playing. Oak, glued and
    dowelled, no screws in sight.
    AUD-RACK | 89.00 | 3800 | 12 | 9
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="circle"))
