"""What stands for a card: made for its page, given to the shop, and forgotten when it is used."""

import secrets

from shop.sandbox.cards import CARDS, SandboxCard, card_named
from shop.sandbox.clock import now
from shop.sandbox.problems import invalid
from shop.sandbox.storage import Ledger


def create_token(ledger: Ledger, card: SandboxCard) -> str:
    """A token that stands for the card and cannot be turned back into its number."""
    token = f"tok_{secrets.token_hex(16)}"
    ledger.execute("INSERT INTO tokens VALUES (?, ?, ?)", (token, card.story.name, now()))
    return token


def forget_token(ledger: Ledger, token: str) -> None:
    """Nobody pays with it any more; a second time nothing happens."""
    ledger.execute("DELETE FROM tokens WHERE token = ?", (token,))


def card_behind(ledger: Ledger, token: str) -> SandboxCard:
    """The card of a created token, or of a test token: `tok_` and a test number."""
    for card in CARDS:
        if token == f"tok_{card.number}":
            return card
    row = ledger.execute("SELECT card FROM tokens WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise invalid("This token is unknown. Get one from /gateway/tokens or the card page.")
    return card_named(row["card"])
