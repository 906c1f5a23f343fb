"""Makes a picture fit for pages: several sizes, the right way up, and nothing hidden in it."""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

WIDTHS = (160, 480, 960, 1600)
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 16_000
_BLUR_WIDTH = 16
_KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_WEBP = {"quality": 80, "method": 4}


class UnusablePicture(Exception):
    """Nothing can be made of it, now or later. The sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """The picture in one size, as WebP and for browsers that know none ("jpeg" or "png")."""

    width: int
    height: int
    webp: bytes
    fallback: bytes
    fallback_format: str


@dataclass(frozen=True, kw_only=True)
class PreparedPicture:
    """A picture in all its sizes, smallest first; `width` and `height` are those of the original.

    `blur` is a data address of a tiny picture, to be shown until the real one is there.
    """

    width: int
    height: int
    blur: str
    renditions: tuple[Rendition, ...]


def prepared(content: bytes) -> PreparedPicture:
    """The picture in sizes up to its own, never enlarged. The same bytes give the same result.

    Raises UnusablePicture for what is no picture, broken, or too large to be opened.
    """
    try:
        upright = _upright(content)
        return PreparedPicture(
            width=upright.width,
            height=upright.height,
            blur=_blur(upright),
            renditions=tuple(_renditions(upright)),
        )
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large() from bomb
    except UnidentifiedImageError as failure:
        raise UnusablePicture(f"The file is no picture: use {', '.join(_KINDS)}.") from failure
    # Broken files make Pillow raise almost anything.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as failure:
        raise UnusablePicture("The picture is broken and cannot be read to its end.") from failure


def _upright(content: bytes) -> Image.Image:
    """As people see it, in plain RGB or RGBA."""
    with Image.open(io.BytesIO(content), formats=_KINDS) as picture:
        _refuse_excess(picture)
        picture.load()
        turned = ImageOps.exif_transpose(picture)
        return _plain(turned)


def _refuse_excess(picture: Image.Image) -> None:
    """Before anything is unpacked: the header alone says how large it would be."""
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
        raise _too_large()


def _too_large() -> UnusablePicture:
    return UnusablePicture(
        f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels, or more than"
        f" {LONGEST_SIDE} on a side: make it smaller."
    )


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # Sixteen bits of grey would be cut off instead of scaled.
        picture = picture.convert("F").point(lambda grey: grey / 256).convert("L")
    picture = _in_common_colours(picture)
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    hides_nothing = clear.getchannel("A").getextrema() == (255, 255)
    return clear.convert("RGB") if hides_nothing else clear


def _in_common_colours(picture: Image.Image) -> Image.Image:
    """Colours of another profile become sRGB, because the profile is left out with the rest."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        common = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(picture, source, common, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture


def _renditions(picture: Image.Image) -> Iterator[Rendition]:
    largest = min(picture.width, WIDTHS[-1])
    for width in [*(width for width in WIDTHS if width < largest), largest]:
        scaled = _scaled(picture, width)
        fallback_format = "png" if scaled.mode == "RGBA" else "jpeg"
        yield Rendition(
            width=scaled.width,
            height=scaled.height,
            webp=_saved(scaled, "WEBP", **_WEBP),
            fallback=_fallback(scaled, fallback_format),
            fallback_format=fallback_format,
        )


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    """A copy that carries pixels only: no EXIF, no place, no comments."""
    height = max(1, round(picture.height * width / picture.width))
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    scaled.info.clear()
    return scaled


def _fallback(picture: Image.Image, kind: str) -> bytes:
    if kind == "png":
        return _saved(picture, "PNG", compress_level=6)
    return _saved(picture, "JPEG", quality=82, progressive=True)


def _blur(picture: Image.Image) -> str:
    tiny = _scaled(picture, min(picture.width, _BLUR_WIDTH))
    tiny.thumbnail((_BLUR_WIDTH, _BLUR_WIDTH))
    content = _saved(tiny, "WEBP", quality=40, method=4)
    return f"data:image/webp;base64,{base64.b64encode(content).decode()}"


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
