"""Paper, pens and what belongs beside them on a desk."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="stationery",
    title="Stationery",
    blurb="For lists, letters and the first sentence of something longer.",
    drawing=Drawing(
        motif="fountain_pen", palette="ocean", scene="sunburst", title="A pen, writing a line"
    ),
)

_GOODS = """
Pocket Notebook Wren | Paper & Lark | notebook plum | Ruling
    Ninety-six pages sewn flat, in a cloth that wears to a shine. It fits the pocket of a shirt and
    survives the wash of one, mostly.
    STA-WREN-* | Plain Lined Dotted | 11.50 | 120 | 60 72 55 | 48 50 41

Desk Notebook Jackdaw | Paper & Lark | notebook ocean | Ruling
    A5, numbered pages, an index at the front and two ribbons. The paper takes a wet nib without
    feathering or show-through.
    STA-JACK-* | Plain Lined Dotted | 21.00 was 24.00 | 410 | 38 44 52 | 30 29 35

Garden Diary Five Years | Paper & Lark | notebook moss
    One page for each day, five years side by side. By the third spring you will know when the frost
    really ends.
    STA-GARD-5Y | 34.00 | 640 | 16 | 12

Recipe Book to Be Filled | Paper & Lark | notebook clay
    Coated pages that can be wiped, tabs for eight kinds of dishes and a pocket for cuttings. The
    blots may stay; they show which recipes are good.
    STA-RECI | 28.50 | 720 | 22 | 3

Reporter's Pad | Marginalia | spiral_pad slate | Pack
    Bound at the top, stiff at the back, and equally at home with either hand. The perforation tears
    clean on the first try.
    STA-REPO-1 | Single  | 6.20  | 180 | 80 | 64
    STA-REPO-3 | Three   | 16.80 | 540 | 35 | 28

Sketch Pad Grain | Marginalia | spiral_pad honey | Format
    Heavy paper with a tooth that holds charcoal and forgives an eraser. Fifty sheets, free of acid,
    slightly warm in tone.
    STA-SKET-A5 | A5 | 12.40 | 420  | 40 | 32
    STA-SKET-A3 | A3 | 24.90 | 1500 | 12 | 6

Drawing Pencils, Twelve | Graphis | pencils rose | Range
    Cedar pencils that sharpen to a needle without breaking. From 4H to 6B, or all soft for those
    who smudge on purpose.
    STA-PENC-ALL  | 4H to 6B | 26.00 | 160 | 34 | 30
    STA-PENC-SOFT | All soft | 26.00 | 160 | 19 | 14

Colour Pencils Harbour | Graphis | pencils ocean | Colours
    Pigment bound in wax, laid down thick or thin as a wash. The box lists how each one stands
    sunlight, honestly.
    STA-COLO-12 | 12 | 24.00           | 210 | 41 | 37
    STA-COLO-36 | 36 | 64.00 was 72.00 | 620 | 14 | 10

Carpenter's Pencils | Graphis | pencils honey
    Flat so they do not roll off the roof. Six in a tin, with a sharpener that deserves the name.
    STA-CARP-6 | 14.50 | 190 | 0 | 0

Fountain Pen Cormorant | Quillon | fountain_pen charcoal | Nib
    A steel nib with a soft spring to it in a body of turned resin. It starts at once, even after a
    fortnight in a drawer.
    STA-CORM-EF | Extra fine | 68.00 | 30 | 16 | 13
    STA-CORM-F  | Fine       | 68.00 | 30 | 24 | 21
    STA-CORM-M  | Medium     | 68.00 | 30 | 20 | 18

Fountain Pen Goldcrest | Quillon | fountain_pen berry | Nib
    The smallest pen that still fits a whole hand, once the cap is posted. The nib is gold and
    learns your writing within a month.
    STA-GOLD-F | Fine   | 189.00 was 210.00 | 22 | 5 | 3
    STA-GOLD-M | Medium | 189.00 was 210.00 | 22 | 3 | 1

Writing Ink | Quillon | ink slate: Quillon | Colour
    Forty millilitres in a bottle with a well for the last drop. Flows evenly, washes out of cuffs,
    and dries before you turn the page.
    STA-INK-* | Midnight Moss Rust | 13.90 | 210 | 52 34 29 | 45 30 2

Correspondence Set Albion | Marginalia | envelopes berry | Shade
    Twenty sheets and envelopes of laid paper with a deckle edge. The lining matches the sealing
    wax, should you go that far.
    STA-ALBI-* | Ivory Mist Blush | 29.00 | 380 | 26 18 13 | 22 15 0

Greeting Cards Field & Shore | Marginalia | envelopes ocean
    Eight lino prints of birds and boats, blank inside. Printed in two colours on a press from 1961.
    STA-CARDS-8 | 18.00 | 210 | 47 | 39

Desk Calendar Twelve Winds | Paper & Lark | calendar slate
    A month on every card, with the moon, week numbers and room for one good intention. The beech
    stand lasts longer than the year.
    STA-CAL-12 | 22.50 | 330 | 31 | 26

Paper Tape Tidewater | Marginalia | tape sky | Pattern
    Rice paper tape to mend, mark and decorate; it peels off again and leaves the page whole. Ten
    metres to the roll, two rolls to the set.
    STA-TAPE-* | Waves Grid Terrazzo | 8.90 | 70 | 64 58 42 | 51 46 33

Paper Shears Magpie | Eggen & Son | scissors sage | Hand
    Forged blades that cut to the very tip, with room for three fingers. There is a true left-handed
    pair, not a mirrored handle.
    STA-MAGP-R | Right | 39.00 | 190 | 21 | 18
    STA-MAGP-L | Left  | 39.00 | 190 | 7  | 2

Pencil Case Tuck | Paper & Lark | pencil_case clay | Colour
    Waxed canvas with one zip that opens it like a tray. Holds a dozen pencils, an eraser and a bus
    ticket from years ago.
    STA-TUCK-* | Clay Moss Ink | 24.50 was 28.00 | 130 | 29 27 31 | 25 20 24
"""

PRODUCTS = read_price_list(_GOODS, shelf=Shelf(category=CATEGORY.handle, scene="sunburst"))
