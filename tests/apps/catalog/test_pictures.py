"""What becomes of a picture's bytes, whoever handed them in."""

import base64
import struct
import zlib

import pytest
from PIL import Image

from apps.catalog.rules.pictures import LONGEST_SIDE, UnusablePicture, prepared
from tests.apps.catalog.pictures import opened, picture, saved

ORIENTATION = 0x0112
GPS = 0x8825


def sizes(content):
    return [(r.width, r.height) for r in prepared(content).renditions]


def test_a_large_picture_comes_in_four_widths():
    assert sizes(picture(2000, 1000)) == [(160, 80), (480, 240), (960, 480), (1600, 800)]


def test_a_picture_is_never_enlarged():
    assert sizes(picture(300, 200)) == [(160, 107), (300, 200)]
    assert sizes(picture(9, 5)) == [(9, 5)]


def test_each_size_is_webp_and_something_that_all_browsers_know():
    result = prepared(picture(500, 400))

    for rendition in result.renditions:
        webp, fallback = opened(rendition.webp), opened(rendition.fallback)
        assert (webp.format, webp.size) == ("WEBP", (rendition.width, rendition.height))
        assert (fallback.format, fallback.size) == ("JPEG", (rendition.width, rendition.height))
        assert rendition.fallback_format == "jpeg"


def test_what_is_transparent_stays_so():
    (rendition,) = prepared(picture(50, 50, mode="RGBA", colour=(255, 0, 0, 100))).renditions

    assert rendition.fallback_format == "png"
    assert opened(rendition.fallback).getpixel((10, 10)) == (255, 0, 0, 100)
    assert opened(rendition.webp).mode == "RGBA"


def test_an_alpha_channel_that_hides_nothing_is_left_out():
    (rendition,) = prepared(picture(50, 50, mode="RGBA", colour=(255, 0, 0, 255))).renditions

    assert rendition.fallback_format == "jpeg"


def test_a_picture_that_lies_on_its_side_is_set_upright():
    lying = Image.new("RGB", (300, 100), "white")
    lying.paste("black", (0, 0, 150, 100))
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    result = prepared(saved(lying, "JPEG", exif=exif))

    assert (result.width, result.height) == (100, 300)
    upright = opened(result.renditions[-1].webp).convert("L")
    assert upright.getpixel((50, 20)) < 60
    assert upright.getpixel((50, 280)) > 200


def test_nothing_but_pixels_is_kept():
    exif = Image.Exif()
    exif[0x010F] = "Spy Camera"
    exif[GPS] = {1: "N", 2: (53.0, 33.0, 0.0)}
    content = picture(300, 200, kind="JPEG", exif=exif, comment=b"taken at home")

    result = prepared(content)

    for rendition in result.renditions:
        for made in (rendition.webp, rendition.fallback):
            assert b"Spy Camera" not in made
            assert b"taken at home" not in made
            assert not opened(made).getexif()
            assert not {"exif", "icc_profile", "comment"} & opened(made).info.keys()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "YCbCr", "I;16"])
def test_every_way_to_write_colours_is_understood(mode):
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")

    (rendition,) = prepared(saved(Image.new(mode, (40, 30)), kind)).renditions

    assert opened(rendition.webp).size == (40, 30)


def test_sixteen_bits_of_grey_keep_their_brightness():
    content = saved(Image.new("I;16", (40, 30), 32768))

    (rendition,) = prepared(content).renditions

    grey = opened(rendition.fallback).convert("L").getpixel((5, 5))
    assert 120 <= grey <= 136


def test_of_a_moving_picture_the_first_moment_is_taken():
    first, second = Image.new("RGB", (30, 30), "red"), Image.new("RGB", (30, 30), "blue")
    content = saved(first, "GIF", save_all=True, append_images=[second])

    (rendition,) = prepared(content).renditions

    red, _, blue = opened(rendition.fallback).convert("RGB").getpixel((5, 5))
    assert red > 200 > 60 > blue


def test_a_tiny_picture_stands_in_until_the_real_one_is_there():
    blur = prepared(picture(2000, 1000)).blur

    head, _, data = blur.partition(",")
    tiny = opened(base64.b64decode(data))
    assert (head, tiny.size) == ("data:image/webp;base64", (16, 8))
    assert len(blur) < 500


def test_the_same_bytes_give_the_same_bytes():
    content = picture(500, 300, kind="JPEG")

    assert prepared(content) == prepared(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>no</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\0" * 99,
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UnusablePicture, match="no picture"):
        prepared(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_breaks_off_is_refused(kind):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    content = saved(noise, kind)

    with pytest.raises(UnusablePicture, match="broken"):
        prepared(content[: len(content) // 2])


def png_that_claims(width, height):
    """A valid header and no pixels: what a bomb looks like from outside."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"), [(7000, 7000), (10_000, 10_000), (60_000, 60_000), (LONGEST_SIDE + 1, 2)]
)
def test_a_bomb_is_refused_before_it_goes_off(width, height):
    with pytest.raises(UnusablePicture, match="million pixels"):
        prepared(png_that_claims(width, height))


def test_a_very_narrow_picture_keeps_at_least_a_pixel():
    assert sizes(picture(4000, 2)) == [(160, 1), (480, 1), (960, 1), (1600, 1)]
