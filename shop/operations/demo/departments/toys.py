"""Toys made of wood, wool and paper."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="toys",
    title="Toys",
    blurb="Wood, wool and paper. No batteries, much noise.",
    drawing=Drawing(motif="train", palette="berry", scene="sunburst", title="A wooden train"),
)

_GOODS = """
Wooden Engine Ottoline | Tumbledown | train berry | Colour
    A beech engine with a bell that rings at every turn of the wheels. The axles are steel, the
    paint is safe, the timetable is yours.
    TOY-OTTO-* | Berry Moss Ocean | 36.00 | 640 | 20 16 22 | 17 12 18

Goods Train Midland | Tumbledown | train ocean
    An engine, three wagons and a load of logs, coupled by magnets. Runs on every common wooden
    track and most kitchen floors.
    TOY-MIDL | 54.00 was 62.00 | 1200 | 14 | 11

Building Blocks Hundred | Tumbledown | blocks plum | Finish
    A hundred blocks in twelve shapes, cut to one measure, so that towers stand. The box has wheels
    and a rope, and will be a wagon by noon.
    TOY-BLOC-COL | Coloured | 69.00 | 3400 | 15 | 12
    TOY-BLOC-NAT | Natural  | 62.00 | 3400 | 18 | 14

Letter Blocks | Tumbledown | blocks honey | Language
    Carved letters on four sides and pictures on two. Enough vowels to spell most names, and umlauts
    where they are needed.
    TOY-ABC-EN | English | 39.00 | 1600 | 21 | 17
    TOY-ABC-DE | German  | 39.00 | 1600 | 13 | 10
    TOY-ABC-FR | French  | 39.00 | 1600 | 0  | 0

Rainbow Arches | Tumbledown | rainbow sky
    Seven nested arches that become bridges, fences, cradles and a mountain. Stained with plant
    colours that let the grain show.
    TOY-ARCH | 46.00 | 980 | 26 | 22

Bear Barnaby | Mohair Bros. | bear clay | Height
    Jointed at the neck and the hips, filled with wool and a little gravity. His expression changes
    with the light, or so we are told.
    TOY-BARN-25 | 25 cm | 48.00 | 320 | 19 | 15
    TOY-BARN-40 | 40 cm | 84.00 | 780 | 8  | 5

Bear Agnes | Mohair Bros. | bear slate | Height
    Barnaby's sister: greyer, wiser, and wearing the bow. Her paws are leather and will shine where
    they are held.
    TOY-AGNE-25 | 25 cm | 48.00           | 320 | 14 | 2
    TOY-AGNE-40 | 40 cm | 76.00 was 84.00 | 780 | 5  | 3

Small Bear Pocket | Mohair Bros. | bear honey
    Nine centimetres of courage for first days and long drives. Comes in a matchbox with a blanket.
    TOY-POCK | 19.50 | 60 | 52 | 44

Rocking Horse Dapple | Tumbledown | rocking_horse rose
    Ash rockers with a stop at either end, a leather saddle and a mane that can be plaited. From
    eighteen months to the age when knees touch the ground.
    TOY-DAPP | 219.00 was 249.00 | 9800 | 4 | 2

Rocking Pony Thunder | Tumbledown | rocking_horse charcoal
    The smaller, wilder one, with stirrups for beginners. Screws together in ten minutes, and stays
    so for two generations.
    TOY-THUN | 169.00 | 7600 | 0 | 3

Floor Puzzle Four Seasons | Fold & Found | puzzle moss | Pieces
    A village through the year, with a lost cat in each corner. Thick board that survives the dog.
    TOY-SEAS-24 | 24 | 18.00 | 620 | 31 | 27
    TOY-SEAS-48 | 48 | 22.00 | 680 | 25 | 20

Wooden Puzzle Orchard Map | Fold & Found | puzzle clay
    Three hundred whimsical pieces, cut so that no two are alike, and no picture on the lid. For
    patient people of any age.
    TOY-ORCH | 58.00 | 740 | 9 | 1

Diamond Kite Petrel | Fold & Found | kite ocean | Colour
    Ripstop on glass-fibre rods, with a tail of bows. Flies in the wind that shakes leaves, and
    comes down politely.
    TOY-PETR-* | Ocean Berry Honey | 34.00 | 230 | 23 17 19 | 18 13 0

Stunt Kite Merganser | Fold & Found | kite berry
    Two lines, a metre and a half of wing and a low roar on the turn. The handles are padded; it
    pulls.
    TOY-MERG | 79.00 was 88.00 | 410 | 10 | 7

Humming Top | Tumbledown | spinning_top berry
    Pump it twice and it sings a chord for a whole minute. Lithographed tin, with a wooden knob worn
    smooth by design.
    TOY-TOP | 27.50 | 380 | 24 | 20

Sailing Boat Pondmaster | Tumbledown | boat slate | Length
    A keel that rights it, cotton sails that can be trimmed, and a rudder that holds its course. A
    string is included, for the cautious.
    TOY-POND-28 | 28 cm | 44.00 | 520 | 16 | 14
    TOY-POND-45 | 45 cm | 89.00 | 1300 | 5 | 3

Wooden Car Holiday Drive | Tumbledown | car sky | Colour
    With a suitcase on the roof and two seats for peg people. The tyres are rubber and leave no mark
    on the skirting board.
    TOY-HOLI-* | Sky Honey Rose | 29.00 | 460 | 27 22 18 | 21 17 15

Marble Run Zigzag | Fold & Found | marble_run sage | Storeys
    Rails of lime wood that plug together without tools, and a cymbal at the end. Twelve glass
    marbles, of which ten will be found again.
    TOY-ZIG-3 | Three | 49.00 | 1500 | 15 | 12
    TOY-ZIG-6 | Six   | 82.00 | 2700 | 7  | 4
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="sunburst"))
