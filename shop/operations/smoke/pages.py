"""Reads a page as a browser without JavaScript does: its links and its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where a form goes, what stands in its fields, and whether its button can be pressed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    is_open: bool = True


class Page(HTMLParser):
    """The links and forms of an HTML text, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(action=attributes.get("action", "")))
        elif self.forms:
            self._add_to(self.forms[-1], tag, attributes)

    def _add_to(self, form: Form, tag: str, attributes: dict[str, str]) -> None:
        if tag == "input" and _is_sent(attributes):
            form.fields[attributes.get("name", "")] = attributes.get("value", "")
        elif tag == "button" and "disabled" in attributes:
            form.is_open = False


def _is_sent(attributes: dict[str, str]) -> bool:
    """Of radio buttons and checkboxes, browsers send those that are chosen."""
    return attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes
