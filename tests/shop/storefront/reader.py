"""Reads pages as a browser without JavaScript would."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


class Page(HTMLParser):
    """The words, links and forms of an answer's page."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self._select = ""
        self.feed(response.content.decode())
        self.text = " ".join(self.text.split())

    def form(self, action: str, **having: str) -> dict[str, str]:
        """The fields of the form with that action, as they would be sent untouched."""
        fields = (form["fields"] for form in self.forms if form["action"] == action)
        return next(dict(found) for found in fields if having.items() <= found.items())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "fields": {}})
        if tag == "input" and self.forms and _is_sent(given):
            self.forms[-1]["fields"][given["name"]] = given.get("value", "")
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and "selected" in given and self.forms:
            self.forms[-1]["fields"][self._select] = given["value"]

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


def _is_sent(given: dict[str, str]) -> bool:
    is_on = given.get("type") not in {"radio", "checkbox"} or "checked" in given
    return is_on and "name" in given
