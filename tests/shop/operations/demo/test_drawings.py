from dataclasses import replace
from xml.etree import ElementTree

import pytest

from shop.operations.demo.catalogue import catalogue, products
from shop.operations.demo.drawings import svg
from shop.operations.demo.drawings.motifs import MOTIFS
from shop.operations.demo.evenings import CATEGORY, EVENINGS
from shop.operations.demo.shapes import Drawing

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "g", "path", "rect", "circle", "ellipse", "text", "tspan"}
BOOK = Drawing(motif="cover_moon", palette="ocean", scene="table", title="A book", label="Dusk")

DRAWINGS = [thing.drawing for thing in (*catalogue(), *products(), CATEGORY, *EVENINGS)]


def parsed(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(svg(drawing))  # noqa: S314 - drawn by ourselves


def test_every_picture_is_an_svg_with_a_name_for_those_who_cannot_see_it():
    for drawing in DRAWINGS:
        root = parsed(drawing)

        assert (root.tag, root.get("viewBox")) == (f"{SVG}svg", "0 0 800 800"), drawing
        assert root.findtext(f"{SVG}title") == drawing.title


def test_every_picture_is_smaller_than_six_kilobytes():
    assert [drawing for drawing in DRAWINGS if len(svg(drawing).encode()) >= 6000] == []


def test_pictures_hold_shapes_only_and_refer_to_nothing():
    elements = [element for drawing in DRAWINGS for element in parsed(drawing).iter()]

    names = {element.tag.removeprefix(SVG) for element in elements}
    attributes = {name for element in elements for name in element.attrib}

    assert names <= ALLOWED
    assert [name for name in attributes if "href" in name or name.startswith("on")] == []
    assert [drawing for drawing in DRAWINGS if "url(" in svg(drawing)] == []


def test_every_colour_is_filled_in():
    assert [drawing.title for drawing in DRAWINGS if "{" in svg(drawing)] == []


def test_the_shop_shows_many_motifs_and_none_lies_in_a_drawer():
    shown = {drawing.motif for drawing in DRAWINGS}

    assert len(shown) >= 24
    assert shown == set(MOTIFS)


def test_no_two_products_share_a_picture():
    looks = [(p.drawing.motif, p.drawing.palette, p.drawing.label) for p in products()]

    assert len(set(looks)) == len(looks)


def test_words_on_a_cover_are_escaped_and_braces_stay_words():
    book = replace(BOOK, title="<b> & {main}", label="<b> & {ink}")

    root = parsed(book)

    assert root.findtext(f"{SVG}title") == "<b> & {main}"
    assert "".join(root.find(f"{SVG}text").itertext()) == "<b> & {ink}"


def test_a_long_title_takes_several_lines_without_breaking_a_word():
    book = replace(BOOK, label="The Lamplighter's Atlas")

    root = parsed(book)

    lines = [line.text for line in root.iter(f"{SVG}tspan")]
    assert lines == ["The", "Lamplighter's", "Atlas"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"motif": "zeppelin"}, "No motif is called 'zeppelin'. Choose one of .*'teapot'"),
        ({"palette": "neon"}, "No palette is called 'neon'. Choose one of .*'sage'"),
        ({"scene": "moonbase"}, "No scene is called 'moonbase'. Choose one of .*'table'"),
    ],
)
def test_what_nobody_has_drawn_is_refused_with_what_there_is(wrong: dict[str, str], sentence: str):
    with pytest.raises(LookupError, match=sentence):
        svg(replace(BOOK, **wrong))
