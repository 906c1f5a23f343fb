"""With what a buyer may pay."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shop.kernel.errors import InvalidInput

_TOKEN = re.compile(r"[\x21-\x7e]{1,255}")
_UPI_ID = re.compile(r"[A-Za-z0-9._-]{2,64}@[A-Za-z]{2,32}")
_WEB_ADDRESS = re.compile(r"https?://[\x21-\x7e]{1,900}")


class Method(StrEnum):
    """UPI_INTENT opens the buyer's UPI app by a link, UPI_COLLECT lets it ask by itself."""

    CARD = "card"
    UPI_INTENT = "upi_intent"
    UPI_COLLECT = "upi_collect"
    WALLET = "wallet"


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """What the gateway is given: `token` stands for a card, or is the UPI id that is asked.

    A page where the buyer approves leads to `return_url` afterwards, if there is one. Who wishes
    to `keep` a card pays with it again without typing it.
    """

    method: Method
    token: str = ""
    return_url: str = ""
    keep: bool = False


def instrument_of(
    method: Method, *, token: str = "", vpa: str = "", return_url: str = "", keep: bool = False
) -> Instrument:
    """What the buyer said, checked. Raises InvalidInput naming what is missing."""
    if keep and method != Method.CARD:
        raise InvalidInput("Only a card can be kept.")
    if return_url and not _WEB_ADDRESS.fullmatch(return_url):
        raise InvalidInput("The return_url must be the full address of a web page.")
    match method:
        case Method.CARD:
            _confirm(token, _TOKEN, "To pay by card, send the token of the card page.")
            return Instrument(method=method, token=token, return_url=return_url, keep=keep)
        case Method.UPI_COLLECT:
            _confirm(vpa.strip(), _UPI_ID, "Write your UPI id like name@bank.")
            return Instrument(method=method, token=vpa.strip(), return_url=return_url)
    return Instrument(method=method, return_url=return_url)


def confirm_saved_card_alone(method: Method, *, token: str, keep: bool) -> None:
    """Raises InvalidInput for another way to pay beside a card that is kept already."""
    if method != Method.CARD or token or keep:
        raise InvalidInput("A saved card pays by the method card, without a token, and stays kept.")


def _confirm(text: str, pattern: re.Pattern[str], sentence: str) -> None:
    if not pattern.fullmatch(text):
        raise InvalidInput(sentence)
