"""Lamps, lanterns and candles."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="lighting",
    title="Lighting",
    blurb="Light to read by, to eat by, and to leave on for someone who comes home late.",
    drawing=Drawing(motif="pendant", palette="ocean", scene="arch", title="A lit pendant lamp"),
)

_GOODS = """
Table Lamp Marlow | Kestrel Light | table_lamp moss | Base
    A round ceramic base and a pleated shade that softens any bulb. The pull chain is brass and
    clicks the way it ought to.
    LIT-MARL-* | Moss Ocean Clay | 89.00 was 99.00 | 2100 | 12 10 4 | 9 7 2

Table Lamp Pebble | Kestrel Light | table_lamp slate
    No taller than a paperback, for windowsills and narrow bedside tables. A turn of the base dims
    it down to candle level.
    LIT-PEBB | 54.00 | 1100 | 20 | 16

Table Lamp Orangerie | Kestrel Light | table_lamp honey
    Glazed the colour of dried apricots, with a linen shade to match. It fills the dark corner of a
    room without shouting.
    LIT-ORAN | 109.00 | 2600 | 6 | 1

Reading Lamp Heron | Nordlicht | floor_lamp clay | Shade
    A bent ash stem that leans over the shoulder and stays where it is put. The weight is in the
    foot, the switch at hand height.
    LIT-HERON-* | Clay Sage Ink | 219.00 was 249.00 | 6400 | 7 5 0 | 5 4 2

Floor Lamp Willow | Nordlicht | floor_lamp sage
    A shade of woven willow throws a lattice on wall and ceiling. Two metres of textile cable reach
    the far socket.
    LIT-WILL | 179.00 | 5200 | 8 | 6

Pendant Dockside | Nordlicht | pendant ocean | Diameter
    A spun steel dome as it hung over fish markets, enamelled white within. Wide enough to light a
    table for six without a glare.
    LIT-DOCK-35 | 35 cm | 119.00 | 1900 | 14 | 10
    LIT-DOCK-50 | 50 cm | 159.00 | 2900 | 8  | 5

Pendant Poppy | Nordlicht | pendant berry
    Lacquered nine times until it looks wet. Looks best in threes over a counter, and alone over a
    small round table.
    LIT-POPP | 134.00 | 1700 | 11 | 9

Pendant Little Bell | Kestrel Light | pendant honey
    A hand-sized shade in brushed brass for halls, nooks and the end of the bar. Hang it low; there
    is no edge to knock your head on.
    LIT-BELL | 69.00 | 780 | 23 | 18

Desk Lamp Crane | Kestrel Light | desk_lamp charcoal | Colour
    Three joints, no springs, and a head that turns away from the screen. The light is warm by night
    and neutral by day, at the press of a thumb.
    LIT-CRANE-* | Charcoal Sage Honey | 98.00 | 1800 | 18 12 9 | 15 10 0

Desk Lamp Clerk | Kestrel Light | desk_lamp moss
    The green lamp of every good library, drawn anew in folded steel. A tray in the foot keeps pens
    and paper clips.
    LIT-CLERK | 124.00 was 139.00 | 2300 | 9 | 7

Storm Lantern Skagen | Havn & Hare | lantern sky | Size
    For a candle or a rechargeable light, with a door that shuts against the wind. Galvanised, so
    salt air does no harm.
    LIT-SKAG-S | 24 cm | 36.00 | 1200 | 28 | 21
    LIT-SKAG-L | 38 cm | 52.00 | 2100 | 13 | 8

Garden Lantern Ember | Havn & Hare | lantern clay
    It charges in daylight and burns for eight hours with a slow flicker. Hang it in the pear tree
    and forget about it until dusk.
    LIT-EMBER | 44.00 | 760 | 25 | 3

Filament Bulb Edna | Nordlicht | bulb honey | Light
    A clear bulb with a curled filament that is kind to faces. Dimmable, four watts, and good for
    twenty years of evenings.
    LIT-EDNA-250 | 250 lm | 9.90  | 60 | 120 | 90
    LIT-EDNA-470 | 470 lm | 11.90 | 60 | 140 | 110

Globe Bulb Luna | Nordlicht | bulb sky
    Opal glass, twelve centimetres across, for fittings that show the bulb. No hot spot, no hum, and
    the colours of the room stay true.
    LIT-LUNA | 16.50 | 110 | 66 | 54

Beeswax Pillar | Havn & Hare | candle honey | Height
    Poured from the cappings of one beekeeper's hives, scented by nothing but the bees. Burns eleven
    hours for every hand's breadth.
    LIT-BEES-10 | 10 cm | 14.50 | 380 | 45 | 36
    LIT-BEES-18 | 18 cm | 22.00 | 690 | 30 | 22

Scented Candle Fig Tree | Havn & Hare | candle sage
    Green fig, a little cedar, and the dust of a warm wall. Rapeseed wax and a cotton wick, in a
    beaker worth keeping.
    LIT-FIG | 32.00 was 38.00 | 540 | 27 | 24

Festoon Lights Regatta | Havn & Hare | string_lights ocean | Length
    Shatterproof bulbs on a rubber cable that can stay out all year. Join up to five of them on one
    plug.
    LIT-REGA-5  | 5 m  | 39.00 | 1100 | 22 | 20
    LIT-REGA-10 | 10 m | 59.00 | 1900 | 15 | 9

Wall Lamp Semaphore | Kestrel Light | wall_lamp honey | Mount
    An opal globe on an arm that swings flat to the wall. Wire it in, or take the one with a plug
    and be done in five minutes.
    LIT-SEMA-W | Wired | 92.00 | 1300 | 10 | 8
    LIT-SEMA-P | Plug  | 97.00 | 1450 | 12 | 0
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="arch"))
