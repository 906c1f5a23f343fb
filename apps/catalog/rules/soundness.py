"""When a draft can become a product. Each rule raises InvalidInput with what to do about it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from apps.catalog.rules.drafts import ImageDraft, ProductDraft, VariantDraft
from shop.kernel.errors import InvalidInput
from shop.kernel.money import is_exact, rounded

MOST_OPTIONS = 3
MOST_VARIANTS = 1000
LONGEST_HANDLE = 200
LONGEST_LINE = 255
LONGEST_VALUE = 200
LONGEST_SKU = 80
LONGEST_BARCODE = 64
LONGEST_ADDRESS = 2000
LONGEST_ALT = 512
LONGEST_DESCRIPTION = 500_000
PRICE_LIMIT = Decimal(100_000_000)
WEIGHT_LIMIT = 100_000_000
"""In grams: a hundred tonnes."""

_HANDLE = re.compile(r"[^\s/?#%\\\x00-\x1f\x7f]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_SPACE = re.compile(r"\s")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def sound(draft: ProductDraft, *, currency: str) -> ProductDraft:
    """The draft with tidy texts and exact prices. Raises InvalidInput if it breaks a rule."""
    return replace(
        draft,
        handle=sound_handle(draft.handle),
        title=_required(one_line(draft.title, "title"), "title"),
        description=sound_description(draft.description),
        brand=one_line(draft.brand, "brand"),
        product_type=one_line(draft.product_type, "type"),
        tags=sound_tags(draft.tags),
        option_names=_sound_options(draft.option_names),
        variants=_sound_variants(draft, currency),
        images=tuple(sound_image(image) for image in draft.images),
    )


def sound_handle(handle: str) -> str:
    handle = handle.strip()
    if not _HANDLE.fullmatch(handle) or len(handle) > LONGEST_HANDLE:
        raise InvalidInput(
            f"A handle has 1 to {LONGEST_HANDLE} characters, without spaces and none of / ? # % \\."
        )
    return handle


def one_line(text: str, name: str, *, limit: int = LONGEST_LINE) -> str:
    """The text without line breaks and doubled spaces."""
    text = " ".join(text.split())
    if _CONTROL.search(text):
        raise InvalidInput(f"The {name} has a control character in it: type it again.")
    if len(text) > limit:
        raise InvalidInput(f"The {name} has {len(text)} characters; at most {limit} are kept.")
    return text


def sound_description(text: str) -> str:
    """The text as it is; empty if there is nothing but space."""
    if "\x00" in text or len(text) > LONGEST_DESCRIPTION:
        raise InvalidInput(
            f"A description has at most {LONGEST_DESCRIPTION} characters, none of them NUL."
        )
    return text if text.strip() else ""


def sound_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, in their order; a comma separates two of them."""
    parts = (one_line(tag, "tag") for text in tags for tag in text.split(","))
    return tuple(dict.fromkeys(tag for tag in parts if tag))


def sound_price(amount: Decimal, *, currency: str) -> Decimal:
    """The amount in whole minor units. Raises InvalidInput rather than rounding a price."""
    if not amount.is_finite() or not 0 < amount < PRICE_LIMIT:
        raise InvalidInput(f"A price lies above 0 and below {PRICE_LIMIT}.")
    if not is_exact(amount, currency):
        raise InvalidInput(f"{amount} has more decimals than {currency} knows.")
    return rounded(amount, currency)


def sound_compare_at_price(
    amount: Decimal | None, *, price: Decimal, currency: str
) -> Decimal | None:
    if amount is None:
        return None
    if amount <= price:
        raise InvalidInput(f"The former price {amount} must lie above the price {price}.")
    return sound_price(amount, currency=currency)


def sound_sku(sku: str) -> str:
    return one_line(sku, "SKU", limit=LONGEST_SKU)


def sound_barcode(barcode: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking it for a number."""
    barcode = one_line(barcode, "barcode", limit=LONGEST_BARCODE).lstrip("' ")
    if _SCIENTIFIC.fullmatch(barcode):
        raise InvalidInput(f"The barcode {barcode} has lost its last digits to a spreadsheet.")
    return barcode


def sound_image(image: ImageDraft) -> ImageDraft:
    address = image.address.strip()
    if not address.startswith(("http://", "https://")) or len(address) > LONGEST_ADDRESS:
        raise InvalidInput("An image has an address that begins with http:// or https://.")
    if _SPACE.search(address):
        raise InvalidInput("An image address has no spaces in it: write %20.")
    return replace(image, address=address, alt=sound_alt(image.alt))


def sound_alt(text: str) -> str:
    return one_line(text, "image text", limit=LONGEST_ALT)


def sound_variant(variant: VariantDraft, *, options: int, currency: str) -> VariantDraft:
    """The variant of a product with so many options, tidied."""
    price = sound_price(variant.price, currency=currency)
    return VariantDraft(
        sku=sound_sku(variant.sku),
        option_values=_sound_values(variant.option_values, options),
        price=price,
        compare_at_price=sound_compare_at_price(
            variant.compare_at_price, price=price, currency=currency
        ),
        weight_grams=_sound_weight(variant.weight_grams),
        barcode=sound_barcode(variant.barcode),
    )


def _sound_weight(grams: int | None) -> int | None:
    if grams is not None and not 0 <= grams <= WEIGHT_LIMIT:
        raise InvalidInput(f"A weight lies between 0 and {WEIGHT_LIMIT} grams.")
    return grams


def _sound_values(values: tuple[str, ...], options: int) -> tuple[str, ...]:
    if len(values) != options:
        raise InvalidInput(f"A variant needs {options} option values, not {len(values)}.")
    return tuple(one_line(value, "option value", limit=LONGEST_VALUE) for value in values)


def _sound_options(names: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(_required(one_line(name, "option name"), "option name") for name in names)
    if len(names) > MOST_OPTIONS or len(set(names)) < len(names):
        raise InvalidInput(f"A product has at most {MOST_OPTIONS} options, each name once.")
    return names


def _sound_variants(draft: ProductDraft, currency: str) -> tuple[VariantDraft, ...]:
    if not 1 <= len(draft.variants) <= MOST_VARIANTS:
        raise InvalidInput(f"A product has 1 to {MOST_VARIANTS} variants.")
    options = len(draft.option_names)
    variants = tuple(sound_variant(v, options=options, currency=currency) for v in draft.variants)
    ((key, times),) = Counter(variant.key for variant in variants).most_common(1)
    if times > 1:
        raise InvalidInput(f"Two variants share the {key[0]} {' / '.join(key[1:])}.")
    return variants


def _required(text: str, name: str) -> str:
    if not text:
        raise InvalidInput(f"A product needs a {name}.")
    return text
