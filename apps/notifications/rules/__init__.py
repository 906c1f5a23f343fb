"""What is told to whom, in which words."""

from apps.notifications.rules.kinds import EMAIL, MessageKind, channels_for
from apps.notifications.rules.news import TOLD_EVENTS, News, news_in
from apps.notifications.rules.pages import html_page
from apps.notifications.rules.samples import SAMPLE_NAME, sample_facts
from apps.notifications.rules.wording import SECRET, Wording, is_reachable, worded

__all__ = [
    "EMAIL",
    "SAMPLE_NAME",
    "SECRET",
    "TOLD_EVENTS",
    "MessageKind",
    "News",
    "Wording",
    "channels_for",
    "html_page",
    "is_reachable",
    "news_in",
    "sample_facts",
    "worded",
]
