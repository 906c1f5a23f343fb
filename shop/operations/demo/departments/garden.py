"""Tools, seeds and pots."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="garden",
    title="Garden",
    blurb="For beds, balconies and the one pot by the kitchen window.",
    drawing=Drawing(
        motif="watering_can", palette="sage", scene="window", title="A watering can in a window"
    ),
)

_GOODS = """
Terracotta Pot Siena | Ostberg Keramik | plant_pot clay | Diameter
    Fired hot enough to stay out in the frost, with a hole where it belongs. The rim is thick,
    because rims are what gets knocked.
    GAR-SIEN-14 | 14 cm | 12.50 | 900  | 60 | 48
    GAR-SIEN-22 | 22 cm | 22.00 | 2400 | 34 | 27
    GAR-SIEN-34 | 34 cm | 46.00 | 6800 | 9  | 4

Glazed Pot Lagoon | Ostberg Keramik | plant_pot ocean | Diameter
    A reactive glaze that pools to a deeper blue at the foot. The saucer is included and fits, which
    is rarer than it should be.
    GAR-LAGO-16 | 16 cm | 24.00 | 1200 | 25 | 20
    GAR-LAGO-24 | 24 cm | 39.00 | 2800 | 14 | 3

Hanging Planter Swift | Ostberg Keramik | plant_pot rose
    A bowl on three leather cords for whatever likes to tumble. Drains into its own hidden tray, not
    onto your head.
    GAR-SWIF | 34.00 was 39.00 | 1100 | 17 | 13

Watering Can Long Reach | Spade & Thistle | watering_can moss | Volume
    Galvanised steel with a brass rose that rains instead of pouring. Balanced to be carried full in
    one hand, or better, two cans in two.
    GAR-REACH-5 | 5 l | 49.00 | 1500 | 20 | 16
    GAR-REACH-9 | 9 l | 62.00 | 2100 | 12 | 9

Indoor Can Dribble | Spade & Thistle | watering_can rose | Colour
    A litre and a half with a spout thin enough to slip between leaves. Handsome enough to be left
    out, so it is at hand.
    GAR-DRIB-* | Rose Sky Honey | 32.00 | 620 | 22 18 24 | 17 14 0

Planting Set Trowel & Fork | Spade & Thistle | trowel sage
    Forged heads on ash handles, with the depth in centimetres stamped on the blade. They do not
    bend at the first stone.
    GAR-SET-TF | 44.00 was 52.00 | 690 | 28 | 22

Bulb Planter Auger | Spade & Thistle | trowel berry
    A steel ring that lifts a plug of turf, takes a bulb and puts the lid back on. One autumn
    afternoon, two hundred crocuses.
    GAR-AUGER | 29.50 | 540 | 0 | 0

Sweet Peas Old Cottage | Blackthorn Seeds | seed_packet plum: Sweet Peas
    Ten scented varieties in one packet, the kind grandmothers grew. Soak them for a night, give
    them something to climb, and keep cutting.
    GAR-PEAS | 3.90 | 15 | 140 | 120

Tomato Sun Drop | Blackthorn Seeds | seed_packet clay: Tomato Sun Drop
    A yellow cherry tomato that ripens even in a cool summer. Grows as tall as you let it and fruits
    until the frost.
    GAR-TOMA | 4.20 | 10 | 130 | 115

Salad Mix Cut & Come | Blackthorn Seeds | seed_packet moss: Salad Leaves
    Oak leaf, mizuna, mustard and rocket to sow every other week. Cut it with scissors and it comes
    again, three times over.
    GAR-SALA | 3.60 | 15 | 160 | 0

Meadow for Bees | Blackthorn Seeds | seed_packet honey: Bee Meadow | Area
    Forty native flowers and no grass at all, in bloom from May until October. Rake, sow, tread, and
    then do nothing, gladly.
    GAR-MEAD-10 | 10 m² | 9.80  | 60  | 75 | 66
    GAR-MEAD-50 | 50 m² | 39.00 | 280 | 20 | 14

Secateurs Bramble | Eggen & Son | secateurs berry | Hand
    A blade that can be taken out, whetted and put back in a minute. Cuts a finger-thick branch
    clean, and leaves the finger.
    GAR-BRAM-R | Right | 58.00 | 240 | 22 | 19
    GAR-BRAM-L | Left  | 58.00 | 240 | 6  | 1

Topiary Snips Wren Tail | Eggen & Son | secateurs sage
    Short blades that spring open by themselves, for box, herbs and dead heads. Light enough for a
    whole evening's tidying.
    GAR-SNIP | 36.00 was 42.00 | 150 | 18 | 15

Nest Box Tit & Sparrow | Fjellved | bird_house sky | Entrance
    Rough larch that young claws can climb, with a roof that opens for cleaning. Hang it facing
    north-east and leave the tenants in peace.
    GAR-NEST-28 | 28 mm | 38.00 | 1900 | 24 | 18
    GAR-NEST-32 | 32 mm | 38.00 | 1900 | 21 | 2

Bird Table Tea Room | Fjellved | bird_house clay
    A roofed table with a rim, so that the seeds stay for the small guests. The floor lifts out and
    goes under the tap.
    GAR-TEAR | 54.00 | 2600 | 11 | 8

Harvest Basket Sussex | Fjellved | basket sage | Size
    Split chestnut and willow, nailed the old way. Wash the carrots in it under the pump; it does
    not mind.
    GAR-SUSS-M | Medium | 49.00 | 1100 | 13 | 10
    GAR-SUSS-L | Large  | 64.00 | 1600 | 8  | 6

Garden Gloves Hedgehog | Spade & Thistle | gloves clay | Size
    Goatskin palms with long cuffs that stop thorns below the elbow. Supple enough to tie a knot in
    them.
    GAR-HEDG-* | S M L | 34.00 | 180 | 19 24 16 | 15 20 3

Tulip Bulbs Harlequin | Blackthorn Seeds | flower_bulbs berry | Count
    Late, tall tulips in three colours that look well together even in a bucket. Plant them twice as
    deep as you think.
    GAR-TULI-25 | 25 | 14.90 | 800  | 44 | 38
    GAR-TULI-75 | 75 | 39.00 | 2300 | 15 | 11
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="window"))
