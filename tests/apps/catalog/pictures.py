"""Small pictures, made on the spot."""

import io

from PIL import Image


def picture(width=300, height=200, *, kind="PNG", mode="RGB", colour="teal", **options):
    """The bytes of a picture in one colour."""
    return saved(Image.new(mode, (width, height), colour), kind, **options)


def saved(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
