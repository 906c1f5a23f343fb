"""Books that nobody has written yet."""

from shop.operations.demo.price_list import Shelf, read_price_list
from shop.operations.demo.shapes import DemoCategory, Drawing

CATEGORY = DemoCategory(
    handle="books",
    title="Books",
    blurb="Novels, handbooks and stories for bedtime, chosen by people who read on the tram.",
    drawing=Drawing(
        motif="cover_moon", palette="ocean", scene="table", title="A book", label="Once More"
    ),
)

_GOODS = """
The Lamplighter's Atlas | Heron Court Press | cover_moon ocean: The Lamplighter's Atlas | Format
    Ida Falk maps her city by the lamps her father lit, until one street is missing. A novel about
    maps, gaslight and what cities forget, by Maren Oyelaran.
    BOK-LAMP-HB | Hardback  | 24.00 | 560 | 40 | 33
    BOK-LAMP-PB | Paperback | 13.90 | 310 | 75 | 62

Eleven Kinds of Rain | Heron Court Press | cover_waves slate: Eleven Kinds of Rain | Format
    A weather station, two keepers and one winter in which nobody relieves them. Tomas Birkeland's
    quiet, very funny first novel.
    BOK-RAIN-HB | Hardback  | 22.00 | 480 | 28 | 24
    BOK-RAIN-PB | Paperback | 12.50 | 270 | 66 | 58

The Beekeeper of Tallinn Street | Heron Court Press | cover_house honey: The Beekeeper | Format
    Hives on the roof, a quarrel on every floor below. Liis Rannamets tells a year in one house, one
    tenant and one honey harvest at a time.
    BOK-BEEK-HB | Hardback  | 23.00           | 520 | 19 | 15
    BOK-BEEK-PB | Paperback | 10.90 was 12.90 | 300 | 54 | 47

Salt in the Timetable | Heron Court Press | cover_waves ocean: Salt in the Timetable | Format
    The last summer of a ferry line, told by its purser. Sad where it must be, and otherwise full of
    sandwiches.
    BOK-SALT-PB | Paperback | 12.90 | 280 | 49 | 3

A Small Republic of Owls | Marlpit Books | cover_moon plum: A Small Republic of Owls | Format
    When the forest elects a government, the owls are asked to count. A political fable by Agathe
    Montclair for readers who have sat on committees.
    BOK-OWLS-HB | Hardback  | 21.50 | 430 | 22 | 18
    BOK-OWLS-PB | Paperback | 11.90 | 240 | 61 | 50

Letters to a Lighthouse | Marlpit Books | cover_waves clay: Letters to a Lighthouse | Format
    A boy writes to the nearest light and, against all rules, the light writes back. Forty letters,
    none of them longer than two pages.
    BOK-LETT-HB | Hardback | 19.90 | 390 | 26 | 21

The Clockmaker's Apprentice Resigns | Marlpit Books | cover_grid charcoal: Resigned | Format
    She can mend every clock in Prague but will not wind them. A comedy of manners and mainsprings
    by Jitka Vondrová.
    BOK-CLOC-HB | Hardback  | 22.90 | 470 | 17 | 13
    BOK-CLOC-PB | Paperback | 12.90 | 290 | 38 | 30

Murder at the Seed Exchange | Inkwell Yard | cover_leaves moss: Murder at the Seed Exchange | Format
    Somebody has swapped the labels, and somebody else has died of it. The first case of Constable
    Petra Lind and her allotment.
    BOK-SEED-PB | Paperback | 11.50 | 290 | 82 | 70

Murder by Second-Class Post | Inkwell Yard | cover_grid berry: Murder by Post | Format
    A parcel arrives nine years late with a confession inside. Constable Lind reads it, twice, and
    puts the kettle on.
    BOK-POST-PB | Paperback | 11.50 | 300 | 77 | 64

The Understudy's Alibi | Inkwell Yard | cover_moon berry: The Understudy's Alibi | Format
    Two hundred people saw her on the stage that night; not one can describe her face. A theatre
    mystery with a trapdoor.
    BOK-ALIB-PB | Paperback | 9.90 was 11.50 | 280 | 44 | 0

Bread in Four Seasons | Fieldnote | cover_leaves honey: Bread in Four Seasons
    Sixty loaves arranged by the temperature of your kitchen. Every recipe says what to do when it
    goes wrong, because it will.
    BOK-BREAD | 34.00 | 1250 | 30 | 26

The Patient Vegetable Garden | Fieldnote | cover_leaves sage: The Patient Garden
    A year of digging less and harvesting more, month by month. With sowing tables for coast, plain
    and mountain.
    BOK-VEGE | 29.90 was 34.00 | 1100 | 24 | 19

Mending: A Handbook | Fieldnote | cover_grid rose: Mending
    Darn, patch, re-sole, re-wire and re-glue: eighty repairs with clear drawings. It opens flat and
    has a ruler on the back.
    BOK-MEND | 27.50 | 880 | 33 | 29

Forty Walks from a Railway Station | Fieldnote | cover_hills moss: Forty Walks
    No car, no luggage, and always a bakery on the way. Each walk folds out as a map and ends where
    another train stops.
    BOK-WALK | 21.90 | 460 | 42 | 37

How Bridges Stand Up | Fieldnote | cover_hills slate: How Bridges Stand Up
    An engineer explains beams, arches and cables with the things on a breakfast table. For anyone
    who has looked down and wondered.
    BOK-BRID | 26.00 | 720 | 18 | 2

Good Night, Little Tractor | Puddle Lane | cover_house sky: Good Night, Little Tractor
    The fields are ploughed, the hens are in, but the tractor is not tired at all. Board book with
    round corners, for chewing and reading.
    BOK-TRAC | 12.00 | 340 | 68 | 57

The Snail Who Took the Express | Puddle Lane | cover_hills rose: The Snail Express
    A picture book about getting there first by accident. Look for the ladybird on every page; it is
    in a hurry too.
    BOK-SNAI | 15.90 | 410 | 51 | 45

The House at the End of the Pencil | Puddle Lane | cover_house plum: The End of the Pencil
    Nora draws a door and goes in. A first long story, in eighteen chapters of exactly one bedtime
    each.
    BOK-PENC | 16.50 | 480 | 37 | 1
"""

PRODUCTS = read_price_list(
    _GOODS, shelf=Shelf(category=CATEGORY.handle, scene="table", tax_class="books")
)
