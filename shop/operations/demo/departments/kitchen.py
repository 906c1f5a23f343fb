"""Pots, knives and linen."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="kitchen",
    title="Kitchen",
    blurb="Tools that are used every day and grow better for it.",
    drawing=Drawing(motif="pot", palette="clay", scene="table", title="A casserole with its lid"),
)

_GOODS = """
Iron Skillet Forge 26 | Hammarby | pan charcoal | Diameter
    Cast iron, ground smooth and seasoned three times with linseed oil. It sears, bakes and goes
    from the hob to the table. Hand it down when you are done.
    KIT-SKIL-20 | 20 cm | 42.00           | 1500 | 18 | 14
    KIT-SKIL-26 | 26 cm | 58.00           | 2400 | 26 | 19
    KIT-SKIL-30 | 30 cm | 69.00 was 78.00 | 3100 | 8  | 5

Carbon Steel Crêpe Pan | Hammarby | pan slate
    Thin, quick and flat to the edge, so a crêpe lets go by itself. The long handle stays cool
    enough for a bare hand.
    KIT-CREPE | 36.00 | 1250 | 22 | 16

Casserole Marguerite | Hammarby | pot clay | Volume
    Enamelled cast iron with a lid that rains the steam back onto the roast. Good for bread too:
    four hundred grams of flour fit the small one.
    KIT-MARG-3 | 3 l | 119.00            | 4200 | 11 | 8
    KIT-MARG-5 | 5 l | 149.00 was 169.00 | 5600 | 7  | 4

Soup Pot Alma | Hammarby | pot ocean | Volume
    Tall, light and marked inside at every half litre. The riveted handles are wide enough for oven
    gloves.
    KIT-ALMA-4 | 4 l | 64.00 | 1700 | 15 | 12
    KIT-ALMA-8 | 8 l | 84.00 | 2500 | 6  | 0

Cook's Knife Rask 21 | Eggen & Son | knife slate
    Twenty-one centimetres of layered steel, hard enough to stay keen and easy enough to whet at
    home. Balanced at the bolster, where the fingers close.
    KIT-RASK-21 | 129.00 | 230 | 14 | 9

Paring Knife Vesle | Eggen & Son | knife berry | Handle
    A small blade for strawberries, shallots and parcels. The handle is turned from offcuts of the
    big ones.
    KIT-VESLE-* | Beech Plum Walnut | 34.00 | 80 | 28 9 16 | 20 3 11

Bread Knife Langeland | Eggen & Son | knife honey
    Twenty-six centimetres of waved edge that parts a crust without tearing the crumb. It will not
    slip on a tomato either.
    KIT-LANG-26 | 74.00 was 82.00 | 260 | 17 | 13

Chopping Board Ask | Fjellved | board sand | Size
    Ash from one tree, end pieces and all, oiled and ready to use. A groove on one side catches the
    juice of a roast; the other is plain.
    KIT-BOARD-M | 40 x 25 cm | 44.00 | 1600 | 24 | 18
    KIT-BOARD-L | 52 x 32 cm | 62.00 | 2700 | 12 | 7

Breakfast Board Trio | Fjellved | board clay
    Three small boards in oak, cherry and maple, to tell apart whose toast is whose. They stack, and
    hang from one leather loop.
    KIT-TRIO | 29.00 | 690 | 33 | 25

Mixing Bowl Havre | Ostberg Keramik | bowl ocean | Size
    Stoneware with a lip for pouring and a foot that does not wander. The glaze is plain inside so
    that you see the dough, not the bowl.
    KIT-HAVRE-S | 1.2 l | 26.00 | 820  | 22 | 20
    KIT-HAVRE-M | 2.5 l | 36.00 | 1400 | 18 | 14
    KIT-HAVRE-L | 4.0 l | 48.00 | 2200 | 9  | 1

Salad Bowl Juniper | Fjellved | bowl moss
    Turned from one block of olive wood and finished with walnut oil. The grain is different every
    time, the size is not: salad for six.
    KIT-JUNI | 68.00 | 1350 | 8 | 6

Pepper Mill Tall Anna | Fjellved | mill berry | Height
    A ceramic grinder in a body of lacquered beech. Turn the crown for dust or for cracked corns; it
    keeps the setting.
    KIT-ANNA-18 | 18 cm | 39.00 | 340 | 25 | 22
    KIT-ANNA-30 | 30 cm | 52.00 | 520 | 10 | 8

Salt Mill Short Otto | Fjellved | mill sand
    Anna's companion, with a grinder that does not mind coarse sea salt. Filled once, it lasts a
    small household a winter.
    KIT-OTTO | 36.00 | 310 | 27 | 19

Balloon Whisk No. 3 | Hammarby | whisk rose
    Eleven wires, sealed in the handle so that no water gets in. Egg white stands in two minutes; we
    have timed it.
    KIT-WHISK | 17.50 | 140 | 48 | 40

Spiral Whisk Minna | Hammarby | whisk sky
    A flat coil that reaches into the corner of a saucepan, where the lumps live. Hangs by its own
    ring.
    KIT-MINNA | 12.90 | 95 | 39 | 0

Baker's Apron | Linnea Weavers | apron slate | Colour
    Washed canvas that is soft from the first day, with a pocket for a towel and one for a pencil.
    The straps cross at the back and spare the neck.
    KIT-APRON-* | Slate Moss Berry | 49.00 was 56.00 | 430 | 19 15 8 | 14 12 2

Tea Towels Half a Dozen | Linnea Weavers | linen rose | Colour
    Half linen, half cotton, woven with a waffle that dries a glass in one go. Six in a band, enough
    for a week with guests.
    KIT-TOWEL-* | Rose Sage Ocean | 38.00 | 520 | 23 20 17 | 18 0 12

Tablecloth Midsommar | Linnea Weavers | linen honey | Length
    Heavy linen with a hand-turned hem and one thin stripe. Creases belong to it, so the iron may
    stay in the cupboard.
    KIT-CLOTH-180 | 180 cm | 79.00  | 640 | 10 | 9
    KIT-CLOTH-260 | 260 cm | 104.00 | 920 | 5  | 3
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="table"))
