"""Things knitted and woven from wool."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="knitwear",
    title="Knitwear",
    blurb="Wool from sheep that live outdoors, knitted by people who do too.",
    drawing=Drawing(motif="jumper", palette="ocean", scene="arch", title="A patterned jumper"),
)

_GOODS = """
Fisherman's Jumper Gansey | Skarv | jumper ocean | Colour / Size
    Five-ply wool, knitted in the round so tightly that spray rolls off. The yoke carries the
    pattern of one harbour, and the mend belongs to you.
    KNT-GANS-NVY-* | Navy / S M L XL | 139.00 | 820 | 8 12 11 6 | 6 9 8 3
    KNT-GANS-OAT-* | Oat / S M L XL  | 139.00 | 820 | 7 10 9 4  | 5 8 7 0

Icelandic Yoke Jumper Snaefell | Skarv | jumper plum | Size
    Unspun wool, airy and very warm for its weight. The yoke is worked in four undyed shades and one
    that is not.
    KNT-SNAE-* | S M L XL | 159.00 was 179.00 | 690 | 5 8 7 2 | 4 6 5 1

Everyday Jumper Pim | Maas & Daughters | jumper honey | Colour / Size
    Fine merino in a plain stitch, for the office, the sofa and what lies between. Machine washable,
    truly; it has been tested on us.
    KNT-PIM-HON-* | Honey / S M L XL | 89.00 | 340 | 14 18 16 9 | 12 15 13 7
    KNT-PIM-SGE-* | Sage / S M L XL  | 89.00 | 340 | 12 16 15 8 | 10 13 11 6

Children's Jumper Puddle | Maas & Daughters | jumper rose | Age
    Soft at the neck, long in the cuff and strong at the elbow. Comes with a length of yarn for the
    first hole.
    KNT-PUDD-24 | 2-4 years | 49.00 | 220 | 18 | 16
    KNT-PUDD-57 | 5-7 years | 52.00 | 260 | 21 | 14
    KNT-PUDD-80 | 8-10 years | 55.00 | 300 | 9 | 0

Cable Rollneck Aran | Skarv | rollneck sand | Size
    Honeycomb, cable and moss stitch from the oldest pattern we know. Heavy as a blanket, and worn
    instead of a coat in October.
    KNT-ARAN-* | S M L XL | 149.00 | 940 | 6 10 9 5 | 5 8 6 2

Merino Rollneck Vigil | Maas & Daughters | rollneck charcoal | Colour / Size
    Thin enough to go under a jacket and warm enough to go without. The collar folds once and does
    not itch.
    KNT-VIGI-CHR-* | Charcoal / S M L | 94.00           | 310 | 15 17 14 | 11 14 12
    KNT-VIGI-BRY-* | Berry / S M L    | 79.00 was 94.00 | 310 | 6 5 3    | 4 2 0

Shawl Cardigan Porter | Skarv | cardigan clay | Size
    A deep collar, leather buttons and pockets that hold hands. Knitted double at the back of the
    neck, where draughts come in.
    KNT-PORT-* | S M L XL | 164.00 | 980 | 5 7 8 3 | 4 6 6 1

Garden Cardigan Elderflower | Maas & Daughters | cardigan sage | Size
    Cotton and linen for the evenings when it is almost warm enough. Two patch pockets, one of them
    full of twine sooner or later.
    KNT-ELDE-* | S M L | 98.00 was 112.00 | 420 | 11 13 9 | 8 10 7

Lambswool Cardigan Tutor | Maas & Daughters | cardigan slate | Size
    V-necked, six-buttoned, and exactly as long as it should be. Goes over a shirt and under an
    argument.
    KNT-TUTO-* | S M L XL | 109.00 | 460 | 9 12 12 6 | 7 9 10 4

Argyle Vest Caddie | Maas & Daughters | vest ocean | Size
    Diamonds in three colours, worked as intarsia, so the back is as tidy as the front. Keeps the
    chest warm and the arms free.
    KNT-CADD-* | S M L XL | 79.00 | 290 | 10 12 9 4 | 8 9 8 2

Quilted-Stitch Vest Brae | Skarv | slipover berry | Size
    A springy stitch that traps air like a quilt. One inside pocket, sized for a pipe or a pencil.
    KNT-BRAE-* | S M L | 84.00 | 330 | 7 3 6 | 5 0 4

Bobble Hat Lighthouse | Skarv | beanie honey | Colour
    Ribbed, doubled over the ears, and topped with a bobble that comes off for the wash. Fits most
    heads and most moods.
    KNT-BOBB-* | Honey Berry Slate | 34.00 | 110 | 34 28 25 | 29 22 19

Watch Cap Middle | Skarv | watch_cap slate | Colour
    Short, close and without ornament, as worn at the wheel from midnight to four. Rolls up to the
    size of a lemon.
    KNT-WATCH-* | Slate Moss Ink | 29.00 | 85 | 40 33 45 | 31 27 38

Striped Scarf Terrace | Linnea Weavers | scarf plum | Colour
    Two metres of brushed lambswool with a hand-knotted fringe. Long enough to be lent to the person
    beside you, still attached.
    KNT-TERR-* | Plum Ocean Moss | 56.00 was 64.00 | 280 | 17 20 14 | 13 16 2

Lace Scarf Hoarfrost | Skarv | scarf sky
    A metre of mohair that passes through a ring and warms like a jumper. Knitted on Shetland
    needles in the dark half of the year.
    KNT-HOAR | 118.00 | 90 | 2 | 1

Walking Socks Milepost | Maas & Daughters | socks slate | Size
    Cushioned where the boot rubs and thin where it does not. Sold with a card of darning wool in
    the same colour.
    KNT-MILE-36 | 36-38 | 18.50 | 95  | 50 | 44
    KNT-MILE-39 | 39-42 | 18.50 | 105 | 62 | 55
    KNT-MILE-43 | 43-46 | 18.50 | 115 | 47 | 40

Mittens Northern Star | Skarv | mittens rose | Size
    Stranded in two colours, so every mitten is two mittens thick. The star on the back is for
    finding the way home.
    KNT-STAR-* | S M L | 42.00 | 120 | 16 19 8 | 12 15 1

Wool Blanket Homestead | Linnea Weavers | blanket moss | Size
    Woven from the wool of one valley, fulled in soft water and brushed with thistles. The stripes
    count the size of the bed.
    KNT-HOME-S | 130 x 180 cm | 129.00            | 1100 | 12 | 9
    KNT-HOME-L | 220 x 240 cm | 219.00 was 239.00 | 2300 | 4  | 2
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="arch"))
