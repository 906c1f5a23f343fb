"""Tea, coffee, and what they are made with."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="tea-and-coffee",
    title="Tea & Coffee",
    blurb="Leaves and beans from growers we can name, and the pots that do them justice.",
    drawing=Drawing(motif="teapot", palette="sage", scene="circle", title="A green teapot"),
)

_LEAVES_AND_BEANS = """
Darjeeling First Flush | Fennimore | tin sage: Darjeeling | Weight
    Spring leaves from the Singtom ridge, picked before the rains. Light in the cup, with a scent of
    muscat and young grass. Three minutes at 85 °C is plenty.
    TEA-DARJ-100 | 100 g | 12.90           | 140 | 64 | 40
    TEA-DARJ-250 | 250 g | 27.50 was 31.00 | 300 | 22 | 18

Sencha of the North Slope | Fennimore | tin moss: Sencha | Weight
    Steamed within hours of picking, so it stays deep green and sweet. Brew it cool and drink it
    while the kettle still sings.
    TEA-SENC-100 | 100 g | 11.50 | 140 | 48 | 52
    TEA-SENC-250 | 250 g | 25.00 | 300 | 16 | 0

Smoky Harbour Blend | Fennimore | tin slate: Smoky Harbour | Weight
    Keemun and a little pine-smoked souchong, blended for grey mornings. It takes milk well, and
    takes cheese on toast even better.
    TEA-SMOK-100 | 100 g | 9.80  | 140 | 70 | 35
    TEA-SMOK-500 | 500 g | 41.00 | 560 | 9  | 3

Earl of Nowhere | Fennimore | tin plum: Earl of Nowhere | Weight
    A black tea with oil of real bergamot and a handful of cornflowers. Softer than its famous
    cousin, and it does not turn soapy when it stands.
    TEA-EARL-100 | 100 g | 9.90  | 140 | 85 | 60
    TEA-EARL-250 | 250 g | 22.00 | 300 | 30 | 24

Orchard Rooibos | Fennimore | tin clay: Orchard Rooibos | Weight
    Red bush with dried apple, cinnamon bark and orange peel. No caffeine, no added aroma, and good
    cold the next day.
    TEA-ROOI-100 | 100 g | 8.40  | 140 | 58 | 41
    TEA-ROOI-250 | 250 g | 18.50 | 300 | 20 | 15

Meadow Camomile | Kräuterhof | jar honey: Camomile | Weight
    Whole flower heads, dried slowly in the shade of a barn. A spoonful for a pot, and patience for
    seven minutes.
    TEA-CAMO-60 | 60 g | 7.20 | 320 | 36 | 44

Forest Peppermint | Kräuterhof | jar sage: Peppermint | Weight
    Uncut leaves that smell of a wet garden when the lid comes off. Strong enough for one leaf to
    scent a glass of water.
    TEA-MINT-50 | 50 g | 6.90 | 310 | 51 | 38

Harbour Espresso | Salt Quay Roasters | coffee_bag charcoal: Harbour Espresso | Weight / Grind
    A dark, syrupy roast of Brazil and Sumatra: cocoa first, then toasted walnut. Made for milk and
    for people in a hurry.
    COF-HARB-250-B | 250 g / Beans  | 9.50            | 270  | 90 | 75
    COF-HARB-250-G | 250 g / Ground | 9.50            | 270  | 40 | 32
    COF-HARB-1K-B  | 1 kg / Beans   | 31.90 was 34.90 | 1040 | 24 | 20

Yirga Morning | Salt Quay Roasters | coffee_bag rose: Yirga Morning | Weight / Grind
    Washed heirloom beans from smallholders above two thousand metres. Jasmine, bergamot and a clean
    lemon finish; at its best through paper.
    COF-YIRG-250-B | 250 g / Beans  | 12.80 | 270  | 46 | 30
    COF-YIRG-250-G | 250 g / Ground | 12.80 | 270  | 18 | 12
    COF-YIRG-1K-B  | 1 kg / Beans   | 44.00 | 1040 | 6  | 2

Sunday Filter | Salt Quay Roasters | coffee_bag honey: Sunday Filter | Weight / Grind
    A medium roast from Huila that forgives a careless hand. Caramel, red apple, and no bitterness
    when the second cup has gone cold.
    COF-SUND-250-B | 250 g / Beans  | 10.90 | 270  | 62 | 58
    COF-SUND-250-G | 250 g / Ground | 10.90 | 270  | 25 | 28
    COF-SUND-1K-B  | 1 kg / Beans   | 36.50 | 1040 | 14 | 10

Quiet Night Decaf | Salt Quay Roasters | coffee_bag ocean: Quiet Night | Weight / Grind
    Decaffeinated with mountain water, nothing else. It keeps its chocolate and lets you keep your
    sleep.
    COF-DECA-250-B | 250 g / Beans  | 11.40 | 270 | 33 | 21
    COF-DECA-250-G | 250 g / Ground | 11.40 | 270 | 0  | 2
"""

_BREWING_WARE = """
Round-Belly Teapot | Ostberg Keramik | teapot ocean | Glaze
    Stoneware for four cups, with a spout that does not drip and a lid that stays on when you pour.
    Thrown by hand, so no two bellies are quite the same.
    POT-BELLY-* | Ocean Clay Cream | 54.00 | 1150 | 14 9 6 | 10 7 0

Saucer & Cup Lindholm | Ostberg Keramik | cup rose | Glaze
    A low, wide cup that shows off the colour of the tea. The saucer has room for a biscuit, which
    is what saucers are for.
    CUP-LIND-* | Rose Sage Slate | 22.50 | 480 | 30 26 18 | 22 20 3

Fisherman's Mug | Ostberg Keramik | mug slate | Glaze
    Three hundred and fifty millilitres in thick walls that keep the heat. The wave around its waist
    is painted with one stroke of the brush.
    MUG-FISH-* | Slate Clay Moss | 18.00 was 21.00 | 420 | 44 38 25 | 36 30 19

Plunger No. 8 | Brühwerk | press charcoal | Size
    A French press in borosilicate glass with a double steel sieve. Every part can be bought again,
    so it need never be thrown away.
    COF-PRESS-06 | 0.6 l | 34.00 | 720 | 26 | 20
    COF-PRESS-10 | 1.0 l | 42.00 | 980 | 18 | 11

Pour-Over Set Tilda | Brühwerk | dripper clay
    A porcelain cone, a glass server and forty paper filters: everything for slow coffee but the
    time. The spiral ribs keep the flow even.
    COF-TILDA | 39.50 | 860 | 21 | 17

Stovetop Pot Lucia | Brühwerk | moka moss | Cups
    Steel, not aluminium, so it works on induction and can go into the dishwasher. It gurgles when
    it is done; that is part of the recipe.
    COF-LUCIA-4 | 4 cups | 36.00 | 610 | 24 | 16
    COF-LUCIA-6 | 6 cups | 44.00 | 780 | 12 | 1

Whistling Kettle Bergen | Brühwerk | kettle sand | Colour
    Enamelled steel with an oiled beech handle and a two-tone whistle. Holds two litres and looks
    well on the stove between times.
    KET-BERG-* | Sand Ocean Berry | 62.00 was 69.00 | 1300 | 11 8 2 | 9 6 1
"""

_SHELF = Shelf(category=CATEGORY.handle, scene="circle")
_GROCERIES = Shelf(category=CATEGORY.handle, scene="circle", tax_class="reduced")

PRODUCTS = (
    *read_price_list(_LEAVES_AND_BEANS, shelf=_GROCERIES),
    *read_price_list(_BREWING_WARE, shelf=_SHELF),
)
