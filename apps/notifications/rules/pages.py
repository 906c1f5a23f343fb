"""A message as HTML, made from its plain text, so that both always say the same."""

from dataclasses import dataclass
from typing import Literal

from django.template import Context

from apps.notifications.rules.templates import TEMPLATES
from apps.notifications.rules.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of a page: a paragraph, lines of a list, or a button that leads to `address`."""

    kind: Literal["paragraph", "list", "button"]
    lines: tuple[str, ...]
    address: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def html_page(wording: Wording) -> str:
    """The whole page; whatever the text holds is escaped."""
    blocks = [_block(part.splitlines()) for part in wording.body.strip().split("\n\n") if part]
    shown = {"subject": wording.subject, "language": wording.language, "blocks": blocks}
    return str(TEMPLATES.get_template("notifications/mail.html").render(Context(shown)))


def _block(lines: list[str]) -> Block:
    """Indented lines are a list; what ends in an address of its own line leads there."""
    lines = [line for line in lines if line.strip()]
    if lines and all(line.startswith("  ") for line in lines):
        return Block(kind="list", lines=tuple(line.strip() for line in lines))
    if len(lines) > 1 and lines[-1].startswith(("https://", "http://")):
        label = " ".join(lines[:-1]).rstrip(":")
        return Block(kind="button", lines=(label,), address=lines[-1])
    return Block(kind="paragraph", lines=tuple(lines))
