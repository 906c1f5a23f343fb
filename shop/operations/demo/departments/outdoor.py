"""Gear for nights and days outside."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="outdoor",
    title="Outdoor",
    blurb="Light where you carry it, strong where it rubs, and simple enough for cold fingers.",
    drawing=Drawing(motif="tent", palette="honey", scene="hills", title="A tent among hills"),
)

_GOODS = """
Ridge Tent Lapwing | Cairn & Compass | tent sand | Sleeps
    Cotton canvas on two wooden poles, up in six minutes after a little practice. It breathes, so
    mornings inside are dry.
    OUT-LAPW-2 | 2 | 289.00 | 7800  | 6 | 5
    OUT-LAPW-4 | 4 | 389.00 | 12500 | 3 | 2

Play Tent Headland | Cairn & Compass | tent sky
    A small wigwam for lawns and living rooms, with a window towards the grown-ups. The poles are
    blunt and the flag is essential.
    OUT-HEAD | 79.00 was 89.00 | 3200 | 14 | 11

Dome Tent Curlew | Cairn & Compass | dome_tent berry | Sleeps
    Three crossed poles that shrug off a gale, and a porch for wet boots. Packs to the size of a
    loaf.
    OUT-CURL-1 | 1 | 239.00            | 1650 | 8 | 6
    OUT-CURL-2 | 2 | 299.00            | 2100 | 9 | 7
    OUT-CURL-3 | 3 | 359.00 was 399.00 | 2900 | 4 | 0

Family Tent Gannet | Cairn & Compass | dome_tent ocean
    Standing height, two bedrooms and a living room with a view. One person can pitch it while the
    others look for the mallet.
    OUT-GANN | 649.00 | 16800 | 2 | 1

Summer Bag Dune | Eider & Loft | sleeping_bag honey | Length
    For warm nights and mountain huts, opened flat as a quilt or closed to the chin. The lining is
    cotton and feels like a bed.
    OUT-DUNE-R | Regular | 79.00 | 980  | 20 | 15
    OUT-DUNE-L | Long    | 84.00 | 1080 | 12 | 8

Three-Season Bag Heath | Eider & Loft | sleeping_bag moss | Length
    Comfortable down to freezing, and bearable a little below. The zip has a guard, so it does not
    bite the cloth in the dark.
    OUT-HEATH-R | Regular | 149.00 | 1350 | 13 | 10
    OUT-HEATH-L | Long    | 156.00 | 1460 | 7  | 3

Winter Bag Fjell | Eider & Loft | sleeping_bag charcoal
    Down from retired duvets, washed and sorted again. Rated to minus eighteen, by someone who went
    and slept there.
    OUT-FJELL | 379.00 was 429.00 | 1600 | 3 | 2

Flask Rill | Tarnwater | bottle sky | Volume
    One wall of steel, no paint to chip and a mouth wide enough for ice. The cap hangs by a loop and
    cannot be lost.
    OUT-RILL-05 | 0.5 l | 19.00 | 160 | 58 | 49
    OUT-RILL-10 | 1.0 l | 25.00 | 240 | 42 | 36

Vacuum Bottle Kettleburn | Tarnwater | bottle moss | Colour
    Tea at eight is still tea at four. The lid is a cup, and there is a second cup inside the first.
    OUT-KETT-* | Moss Clay Ink | 39.00 was 44.00 | 480 | 27 21 30 | 22 0 25

Trail Stove Spark | Tarnwater | stove clay
    Folds to the size of an egg and boils half a litre in three minutes. Burns quietly, so you hear
    the birds.
    OUT-SPARK | 54.00 | 140 | 24 | 19

Camp Cook Set Billy | Tarnwater | stove sage
    Two pots, a pan that is also the lid, and a handle for all three. Everything nests with room for
    the stove inside.
    OUT-BILLY | 68.00 | 690 | 15 | 12

Hiking Boots Scree | Holloway | boots clay | Size
    Full-grain leather, stitched to a sole that can be replaced. Break them in on the way to work
    and they are yours for a decade.
    OUT-SCREE-* | 38 39 40 41 42 43 44 45 | 189.00 | 1350 | 5 6 8 9 10 9 7 3 | 4 5 6 7 8 7 5 1

Rain Boots Puddleduck | Holloway | wellingtons moss | Size
    Natural rubber with a cotton lining and a pull loop. They are quiet to walk in, which otters
    seem to appreciate.
    OUT-DUCK-* | 37 38 39 40 41 42 | 64.00 was 72.00 | 1100 | 9 11 12 10 8 7 | 7 9 10 0 6 2

Compass Fieldfare | Cairn & Compass | compass ocean
    A sighting compass with a mirror, damped so that it settles at once. It needs no battery and no
    signal, only north.
    OUT-FIELD | 46.00 | 75 | 26 | 22

Head Torch Glimmer | Tarnwater | headtorch honey | Colour
    Four hundred lumens for the path and a red light for the map. Charges by cable, and tells the
    truth about what is left.
    OUT-GLIM-* | Honey Slate Berry | 49.00 | 85 | 32 28 14 | 26 21 3

Shell Jacket Squall | Holloway | jacket plum | Size
    Three layers, no fluorine, and a hood that turns with the head. Pit zips for the climb, long
    cuffs for the top.
    OUT-SQUA-* | S M L XL | 259.00 | 430 | 7 10 9 5 | 6 8 7 2

Wind Jacket Zephyr | Holloway | jacket sky | Size
    A hundred grams that make the difference on a ridge. Stuffs into its own pocket and then into
    yours.
    OUT-ZEPH-* | S M L XL | 98.00 was 110.00 | 110 | 12 15 14 8 | 9 12 11 4

Hammock Siesta | Cairn & Compass | hammock slate | Colour
    Parachute silk for two friends or one diagonal sleeper, with straps that spare the bark. Hung in
    a minute, left with regret.
    OUT-SIES-* | Slate Sage Rose | 59.00 | 560 | 18 15 12 | 14 13 0
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="hills"))
