"""The words that the goods of a bench are called by."""


def _words(text: str) -> list[str]:
    return text.split()


COLOURS = _words("red green blue black white grey yellow orange purple brown pink navy")
MATERIALS = _words(
    "linen cotton wool silk leather canvas denim oak steel glass ceramic copper bamboo "
    "paper velvet cork"
)
THINGS = _words(
    "shirt trousers jacket dress skirt scarf hat boots sneakers belt bag backpack wallet "
    "watch lamp chair table shelf mug plate bowl kettle teapot knife pan notebook pen "
    "pencil tent rope"
)
MANNERS = _words(
    "classic modern slim wide soft sturdy tiny giant vintage quiet bright dark warm cool "
    "fresh royal urban alpine nordic coastal"
)
