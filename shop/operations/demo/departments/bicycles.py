"""Bicycles, and what is bolted to them."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="bicycles",
    title="Bicycles",
    blurb="For the bakery, the office and the col. Delivered ready to ride.",
    drawing=Drawing(
        motif="city_bike", palette="sage", scene="hills", title="A bicycle with basket"
    ),
)

_GOODS = """
City Bicycle Canal | Velograf | city_bike plum | Colour / Frame
    Upright, unhurried, with seven gears hidden in the hub and a chain that never sees rain. The
    basket takes a crate of apples.
    BIK-CANAL-PLM-* | Plum / S M L | 849.00 | 17200 | 3 4 3 | 2 3 2
    BIK-CANAL-SGE-* | Sage / S M L | 849.00 | 17200 | 2 4 2 | 2 2 0

City Bicycle Boulevard | Velograf | city_bike berry | Frame
    A lighter sister of the Canal with a belt instead of a chain. Silent enough that you will need
    the bell.
    BIK-BOUL-* | S M L | 1190.00 was 1290.00 | 14800 | 2 3 2 | 1 2 1

Family Bicycle Parcel | Velograf | city_bike honey
    A long tail for two children or one week's shopping, and a stand that holds both. Hydraulic
    brakes, because you will be going downhill with ice cream.
    BIK-PARC | 1690.00 | 24500 | 1 | 1

Road Bicycle Tramontane | Velograf | road_bike slate | Frame
    Steel tubes, brazed by hand, with room for wide tyres. Made for long days, and for the hour
    after the rain.
    BIK-TRAM-* | 52 54 56 58 | 1890.00 | 9400 | 1 2 2 1 | 1 1 2 0

Touring Bicycle Overland | Velograf | road_bike moss | Frame
    Thirty gears, racks front and rear, and every thread a bicycle can have. It has crossed one
    continent already, in testing.
    BIK-OVER-* | 52 55 58 | 1590.00 was 1750.00 | 13600 | 2 2 1 | 1 2 1

Gravel Bicycle Byway | Velograf | road_bike clay | Frame
    Wide tyres, a low gear for the last climb and mounts for three bottles. Where the asphalt ends
    it merely changes its tune.
    BIK-BYWAY-* | S M L | 1450.00 | 10200 | 2 3 2 | 2 2 0

Balance Bicycle Scoot | Tumbledown | balance_bike rose | Colour
    Birch, with tyres that cannot go flat and a saddle that grows along. The steering stops before
    it can turn too far.
    BIK-SCOOT-* | Rose Sky Moss | 99.00 was 115.00 | 3900 | 9 11 7 | 8 9 3

Helmet Cobble | Crankcase | helmet moss | Size
    A quiet shape with a brim, sixteen vents and a light at the back. Turns to fit with one hand at
    the traffic lights.
    BIK-COBB-* | S M L | 74.00 | 340 | 15 18 12 | 13 14 9

Children's Helmet Acorn | Crankcase | helmet honey | Size
    Round like its name, soft at the chin, and bright from behind. The buckle closes by magnet and
    pinches nobody.
    BIK-ACORN-* | XS S | 46.00 | 270 | 17 20 | 14 2

Road Helmet Tailwind | Crankcase | helmet charcoal | Size
    Two hundred and twenty grams, most of it air. Sits well over a cap and under a hood.
    BIK-TAIL-* | S M L | 129.00 was 149.00 | 220 | 7 9 6 | 5 8 0

Brass Bell Vesper | Crankcase | bell honey
    Turned from solid brass, with a note that says excuse me, not get out. Rings on for four
    seconds.
    BIK-VESP | 24.00 | 120 | 46 | 39

Bell Ding | Crankcase | bell sky | Colour
    The classic two-tone bell in enamelled steel. Cheerful enough to be rung without a reason.
    BIK-DING-* | Sky Berry Moss | 14.50 | 150 | 38 34 29 | 32 27 0

Leather Saddle Percheron | Quarterlight | saddle berry | Width
    Thick hide, stretched and riveted, that takes your shape in three hundred kilometres. A spanner
    and a rain cover come with it.
    BIK-PERC-N | Narrow | 109.00 | 540 | 8 | 7
    BIK-PERC-W | Wide   | 114.00 | 610 | 10 | 6

Sprung Saddle Divan | Quarterlight | saddle slate
    Two coil springs and a layer of felt between you and the cobbles. Creaks a little, like all good
    furniture.
    BIK-DIVAN | 89.00 | 980 | 9 | 1

Padlock Bulldog | Quarterlight | lock charcoal | Shackle
    Hardened steel as thick as a thumb, with three keys and a code to order a fourth. Heavy, and
    that is the point.
    BIK-BULL-18 | 18 cm | 59.00 | 1200 | 21 | 17
    BIK-BULL-25 | 25 cm | 66.00 | 1450 | 14 | 10

Front Light Beacon | Quarterlight | bike_light sky
    Eighty lux on the road and none in the eyes of those who come towards you. Clips off to light
    the keyhole.
    BIK-BEAC | 64.00 was 72.00 | 140 | 23 | 18

Pannier Bag Milkround | Wayfare | pannier ocean | Colour
    Twenty litres that click onto any rack and lift off with one finger. Dry inside after a day of
    rain; we rode it.
    BIK-MILK-* | Ocean Moss Clay | 84.00 | 960 | 16 13 10 | 12 11 2

Floor Pump Bellows | Crankcase | pump clay
    A steel barrel, a wide foot and a gauge that can be read standing. One head fits every valve,
    without turning anything inside out.
    BIK-BELL | 49.00 | 1500 | 19 | 16
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="hills"))
