"""All the phones that the shop wrote to, as one screen."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shop.sandbox.pages import page, rows
from shop.sandbox.phones import SCRIPTED_NUMBERS, PhoneMessage, newest_messages
from shop.sandbox.service import sandbox_of

_AT_MOST = 50
_NAMES = {"sms": "SMS", "whatsapp": "WhatsApp"}


async def phone_page(request: Request) -> Response:
    """The newest messages, the last one at the bottom as on a phone."""
    messages = await sandbox_of(request).look(
        lambda ledger: newest_messages(ledger, limit=_AT_MOST)
    )
    scripted = [{"number": one.number, "plot": one.plot} for one in SCRIPTED_NUMBERS]
    return page(
        "phone",
        title="Messages",
        messages=rows("phone_message", map(_shown, messages)),
        silence="" if messages else "No messages yet",
        numbers=rows("phone_number", scripted),
    )


def _shown(message: PhoneMessage) -> dict[str, str]:
    taken = datetime.fromtimestamp(message.taken_at, UTC)
    return {
        "carrier": message.carrier,
        "name": _NAMES[message.carrier],
        "number": message.number,
        "text": message.text,
        "taken_at": taken.strftime("%H:%M UTC"),
    }


ROUTES = [Route("/", phone_page)]
