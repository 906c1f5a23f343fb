"""Merchants' HTML, made safe: only its words are kept, in paragraphs and lists."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = {
    *("p", "div", "section", "article", "ul", "ol", "li", "table", "tr", "br", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "pre", "dl", "dt", "dd", "hr", "figure"),
}
_UNSPOKEN = {"script", "style", "template", "iframe", "noscript", "svg", "head", "title"}


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Some words that belong together: a paragraph, or an item of a list."""

    words: str
    is_item: bool


def passages(markup: str) -> list[Passage]:
    """The words of the markup, whatever it is; scripts, styles and attributes are dropped."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.end_passage()
    return reader.found


@dataclass
class _Reader(HTMLParser):
    found: list[Passage] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _silence: int = 0
    _is_item: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSPOKEN:
            self._silence += 1
        if tag in _BLOCKS:
            self.end_passage()
            self._is_item = tag == "li"

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSPOKEN and self._silence:
            self._silence -= 1
        if tag in _BLOCKS:
            self.end_passage()

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self._words.append(data)

    def end_passage(self) -> None:
        words = re.sub(r"\s+", " ", "".join(self._words)).strip()
        if words:
            self.found.append(Passage(words=words, is_item=self._is_item))
        self._words.clear()
        self._is_item = False
