"""How a message reads, from made-up facts or from an event that happened."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from apps.notifications.rules import (
    SAMPLE_NAME,
    TOLD_EVENTS,
    MessageKind,
    Wording,
    html_page,
    news_in,
    sample_facts,
    worded,
)
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.codec import decode


class Command(BaseCommand):
    help = "Show how a message reads. Nothing is sent or kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=MessageKind.values)
        parser.add_argument("--locale", default="en", help="for example de")
        parser.add_argument("--event", type=UUID, help="the id of an event that happened")
        parser.add_argument("--form", choices=["text", "short", "html"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = MessageKind(options["kind"])
        facts = sample_facts(kind)
        if options["event"]:
            facts |= _facts_of(kind, options["event"])
        wording = worded(kind, name=SAMPLE_NAME, locale=options["locale"], facts=facts)
        self.stdout.write(_shown(wording, options["form"]))


def _facts_of(kind: MessageKind, event_id: UUID) -> dict[str, object]:
    stored = OutboxEvent.objects.filter(event_id=event_id).first()
    if stored is None:
        raise CommandError("There is no such event (any more). Its id is on the outbox page.")
    told = {event.type_name(): event for event in TOLD_EVENTS}.get(stored.type)
    news = news_in(decode(stored.payload, told)) if told else None
    if news is None or news.kind != kind:
        raise CommandError(f"{stored.type} is not told as {kind}.")
    number = {"number": news.order_number} if news.order_number else {}
    return {**number, **news.facts}


def _shown(wording: Wording, form: str) -> str:
    if form == "html":
        return html_page(wording)
    return wording.in_short() if form == "short" else f"{wording.subject}\n\n{wording.body}"
