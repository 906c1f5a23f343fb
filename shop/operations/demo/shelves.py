"""The second level of the departments: goods that look alike stand on one shelf."""

from dataclasses import dataclass

from shop.operations.demo.price_list import handle_of
from shop.operations.demo.shapes import DemoProduct

# By department: titles, and the motifs of what stands there.
_SHELVES = {
    "tea-and-coffee": {
        "Tea": "tin jar",
        "Coffee": "coffee_bag",
        "Pots & cups": "teapot cup mug press dripper moka kettle",
    },
    "kitchen": {
        "Pots & pans": "pan pot",
        "Knives & boards": "knife board",
        "Tools & bowls": "bowl mill whisk",
        "Linen": "apron linen",
    },
    "lighting": {
        "Table & desk lamps": "table_lamp desk_lamp",
        "Ceiling, wall & floor": "pendant floor_lamp wall_lamp",
        "Candles & bulbs": "lantern bulb candle string_lights",
    },
    "stationery": {
        "Paper": "notebook spiral_pad envelopes calendar",
        "Writing": "pencils fountain_pen ink",
        "On the desk": "tape scissors pencil_case",
    },
    "travel-bags": {
        "Backpacks": "backpack rolltop",
        "Cases & weekenders": "suitcase weekender",
        "Small bags": "tote wash_bag sling wallet cubes",
    },
    "knitwear": {
        "Jumpers & cardigans": "jumper rollneck cardigan vest slipover",
        "Hats, scarves & socks": "beanie watch_cap scarf socks mittens",
        "Blankets": "blanket",
    },
    "outdoor": {
        "Tents & sleeping": "tent dome_tent sleeping_bag hammock",
        "Clothes & boots": "boots wellingtons jacket",
        "Camp kitchen & tools": "bottle stove compass headtorch",
    },
    "garden": {
        "Pots & seeds": "plant_pot seed_packet flower_bulbs",
        "Tools": "watering_can trowel secateurs gloves basket",
        "Birds": "bird_house",
    },
    "toys": {
        "Building & puzzling": "blocks puzzle marble_run rainbow",
        "Soft & rocking": "bear rocking_horse",
        "Things that move": "train kite spinning_top boat car",
    },
    "books": {
        "Sea & sky": "cover_moon cover_waves",
        "House & home": "cover_house cover_grid",
        "Hills & leaves": "cover_leaves cover_hills",
    },
    "audio": {
        "Speakers": "speaker portable_speaker soundbar",
        "Headphones & microphones": "headphones earbuds microphone",
        "Records & radio": "turntable radio record_rack",
    },
    "bicycles": {
        "Bicycles": "city_bike road_bike balance_bike",
        "Helmets": "helmet",
        "Parts & bags": "bell saddle lock bike_light pannier pump",
    },
}


@dataclass(frozen=True, kw_only=True)
class DemoShelf:
    """A category below a department."""

    handle: str
    title: str
    department: str


def shelves_of(department: str) -> tuple[DemoShelf, ...]:
    """The shelves of a department, in their order."""
    return tuple(_shelf(department, title) for title in _SHELVES[department])


def shelf_of(product: DemoProduct) -> DemoShelf:
    """Where the product stands. Raises LookupError if nobody has thought of its kind."""
    for title, motifs in _SHELVES[product.category].items():
        if product.drawing.motif in motifs.split():
            return _shelf(product.category, title)
    raise LookupError(f"No shelf of {product.category} is for a {product.drawing.motif}.")


def _shelf(department: str, title: str) -> DemoShelf:
    return DemoShelf(handle=f"{department}-{handle_of(title)}", title=title, department=department)
