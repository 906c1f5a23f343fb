"""Bags, from the wallet to the suitcase."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="travel-bags",
    title="Travel Bags",
    blurb="For the morning train and the long way round. Repaired by us for as long as they last.",
    drawing=Drawing(motif="weekender", palette="ocean", scene="circle", title="A blue weekender"),
)

_GOODS = """
Day Pack Fulmar 18 | Wayfare | backpack ocean | Colour
    Eighteen litres, a sleeve for a laptop and a pocket you can reach without taking it off. The
    canvas is waxed on the outside only, so your jumper stays clean.
    BAG-FULM-* | Ocean Moss Charcoal | 98.00 was 115.00 | 820 | 22 17 25 | 18 12 20

School Pack Sparrow | Wayfare | backpack rose | Colour
    A small back's backpack with a chest strap, reflectors and a name tag inside. The bottom is
    rubberised, because it will be dragged.
    BAG-SPAR-* | Rose Sky Honey | 64.00 | 560 | 19 24 15 | 14 20 0

Hiking Pack Ptarmigan 32 | Wayfare | backpack moss | Back length
    The frame carries the load on the hips and leaves air behind the back. With a rain cover, loops
    for poles and not one strap too many.
    BAG-PTAR-S | Short | 159.00 | 1350 | 8  | 6
    BAG-PTAR-L | Long  | 159.00 | 1420 | 11 | 9

Roll-Top Pack Courier | Wayfare | rolltop honey | Colour
    Welded seams and a rolled mouth: it may rain sideways. Grows from eighteen to twenty-five litres
    on the way home from the market.
    BAG-COUR-* | Honey Slate Berry | 119.00 | 940 | 14 18 7 | 11 15 1

Roll-Top Pack Tarn 12 | Wayfare | rolltop sky
    The small one for a swim, a towel and two sandwiches. Floats if it goes overboard.
    BAG-TARN | 72.00 was 79.00 | 480 | 23 | 17

Cabin Case Meridian | Anders Holm | suitcase plum | Colour
    A shell of recycled polycarbonate within every airline's limits. The wheels can be changed with
    a coin, and we stock them for fifteen years.
    BAG-MERI-* | Plum Slate Sand | 179.00 | 2700 | 13 16 9 | 10 12 0

Hold Case Longitude | Anders Holm | suitcase slate | Volume
    For three weeks or two people, with a divider that keeps the peace. Four quiet wheels and a
    handle that locks at every height.
    BAG-LONG-65 | 65 l | 229.00            | 3600 | 8 | 7
    BAG-LONG-90 | 90 l | 259.00 was 289.00 | 4300 | 5 | 2

Children's Case Hopper | Anders Holm | suitcase honey
    Just big enough for a bear, pyjamas and eleven stones. It can be sat upon while the grown-ups
    read the departures board.
    BAG-HOPP | 69.00 | 1600 | 17 | 14

Weekender Saltmarsh | Anders Holm | weekender slate | Colour
    Heavy twill and bridle leather, with a flat bottom and a wide mouth. Two nights fit easily,
    three if you are honest about shoes.
    BAG-SALT-* | Slate Moss Clay | 189.00 | 1500 | 10 8 6 | 7 6 3

Sports Holdall Relay | Wayfare | weekender berry
    A vented pocket for shoes and a dry one for everything else. The shoulder strap unclips and can
    go in the wash with the rest.
    BAG-RELAY | 84.00 was 96.00 | 890 | 20 | 15

Market Tote Greengrocer | Linnea Weavers | tote rose | Print
    Thick organic cotton, double seams and handles long enough for a winter coat. It carries twelve
    kilos; we tried with potatoes.
    BAG-GREEN-* | Leaf Pear Plain | 19.50 | 240 | 55 48 70 | 44 39 52

Work Tote Ledger | Anders Holm | tote charcoal
    A leather tote that stands by itself, closes with a zip and has a light lining, so keys can be
    found. Fits a folder of A4 upright.
    BAG-LEDG | 165.00 | 980 | 7 | 5

Wash Bag Lido | Wayfare | wash_bag moss | Colour
    Opens as wide as a bowl and hangs from a hook. Lined with a film that wipes clean when the
    shampoo has had its adventure.
    BAG-LIDO-* | Moss Sky Rose | 36.00 | 230 | 28 31 16 | 24 26 0

Sling Bag Magnolia | Anders Holm | sling sand
    A curved flap of soft leather that closes by a hidden magnet. Room for a book, a phone and the
    afternoon.
    BAG-MAGN | 128.00 | 520 | 9 | 8

Hip Bag Kingfisher | Wayfare | sling ocean | Colour
    Worn at the waist or across the chest, with one pocket against the body for what matters. Light
    as an apple when empty.
    BAG-KING-* | Ocean Clay Ink | 42.00 was 48.00 | 190 | 26 18 30 | 21 15 27

Passport Wallet Frontier | Anders Holm | wallet berry
    Two passports, boarding passes and a secret flap. Vegetable-tanned, so it darkens with every
    border.
    BAG-FRON | 58.00 | 110 | 18 | 16

Card Wallet Penny | Anders Holm | wallet moss | Colour
    Eight cards and a few notes in the thickness of a finger. Stitched by hand with waxed linen.
    BAG-PENNY-* | Moss Cognac Ink | 44.00 | 60 | 32 2 28 | 27 0 25

Packing Cubes Set of Three | Wayfare | cubes charcoal | Colour
    Sort the clean, the worn and the knitted; squeeze out the air with the second zip. They weigh
    less than the shirt they save you.
    BAG-CUBE-* | Charcoal Sky Honey | 34.00 | 210 | 36 29 22 | 30 25 18
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="circle"))
