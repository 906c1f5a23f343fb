"""The payment gateway: each move stores the charge and the callback that tells of it together."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from sqlite3 import Row

from shop.sandbox.callbacks import Channel, keep_callback
from shop.sandbox.cards import CARDS, SandboxCard, card_named
from shop.sandbox.charges import Charge, ChargeStatus
from shop.sandbox.clock import now
from shop.sandbox.problems import invalid, not_found
from shop.sandbox.storage import Ledger


def create_token(ledger: Ledger, card: SandboxCard) -> str:
    """A token that stands for the card and cannot be turned back into its number."""
    token = f"tok_{secrets.token_hex(16)}"
    ledger.execute("INSERT INTO tokens VALUES (?, ?, ?)", (token, card.name, now()))
    return token


def card_behind(ledger: Ledger, token: str) -> SandboxCard:
    """The card of a created token, or of a test token: `tok_` and a test number."""
    for card in CARDS:
        if token == f"tok_{card.number}":
            return card
    row = ledger.execute("SELECT card FROM tokens WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise invalid("This token is unknown. Get one from /gateway/tokens or the card page.")
    return card_named(row["card"])


def open_charge(
    ledger: Ledger,
    *,
    reference: str,
    amount: int,
    currency: str,
    card: SandboxCard,
    settles_after: float,
) -> Charge:
    """Authorise, decline, or begin to process; settled `settles_after` seconds from now."""
    charge = Charge(
        id=f"ch_{secrets.token_hex(12)}",
        reference=reference,
        card=card.name,
        amount=amount,
        currency=currency,
        status=_first_status(card),
        decline_code=card.decline_code,
        captured=0,
        refunded=0,
        settles_at=None if card.settles == "now" else now() + settles_after,
        created_at=now(),
    )
    _insert(ledger, charge)
    if charge.status != ChargeStatus.PROCESSING:
        _tell(ledger, charge, happened=charge.status)
    return charge


def settle_charge(ledger: Ledger, charge_id: str) -> Charge:
    return _move(ledger, charge_id, Charge.settle, happened="authorised")


def capture_charge(ledger: Ledger, charge_id: str, *, amount: int) -> Charge:
    return _move(ledger, charge_id, lambda charge: charge.capture(amount), happened="captured")


def void_charge(ledger: Ledger, charge_id: str) -> Charge:
    return _move(ledger, charge_id, Charge.void, happened="voided")


def refund_charge(ledger: Ledger, charge_id: str, *, amount: int) -> Charge:
    return _move(ledger, charge_id, lambda charge: charge.refund(amount), happened="refunded")


def charge_with_id(ledger: Ledger, charge_id: str) -> Charge:
    row = ledger.execute("SELECT * FROM charges WHERE id = ?", (charge_id,)).fetchone()
    if row is None:
        raise not_found("There is no charge with this id.")
    return _charge(row)


def charges_for(ledger: Ledger, *, reference: str) -> list[Charge]:
    rows = ledger.execute(
        "SELECT * FROM charges WHERE reference = ? ORDER BY rowid LIMIT 100", (reference,)
    )
    return [_charge(row) for row in rows]


def settle_due_charges(ledger: Ledger) -> int:
    """Settle every charge whose time has come; how many."""
    rows = ledger.execute(
        "SELECT id FROM charges WHERE status = 'processing' AND settles_at <= ?", (now(),)
    ).fetchall()
    for row in rows:
        settle_charge(ledger, row["id"])
    return len(rows)


def _first_status(card: SandboxCard) -> ChargeStatus:
    if card.decline_code:
        return ChargeStatus.DECLINED
    return ChargeStatus.AUTHORISED if card.settles == "now" else ChargeStatus.PROCESSING


def _move(
    ledger: Ledger, charge_id: str, verb: Callable[[Charge], Charge], *, happened: str
) -> Charge:
    charge = verb(charge_with_id(ledger, charge_id))
    ledger.execute(
        "UPDATE charges SET status = ?, captured = ?, refunded = ? WHERE id = ?",
        (charge.status, charge.captured, charge.refunded, charge.id),
    )
    _tell(ledger, charge, happened=happened)
    return charge


def _tell(ledger: Ledger, charge: Charge, *, happened: str) -> None:
    keep_callback(
        ledger,
        Channel.PAYMENT,
        event_type=f"charge.{happened}",
        data=charge.as_json(),
        copies=card_named(charge.card).callback_copies,
    )


def _insert(ledger: Ledger, charge: Charge) -> None:
    ledger.execute(
        "INSERT INTO charges (id, reference, card, amount, currency, status, decline_code,"
        " captured, refunded, settles_at, created_at) VALUES (:id, :reference, :card, :amount,"
        " :currency, :status, :decline_code, :captured, :refunded, :settles_at, :created_at)",
        asdict(charge),
    )


def _charge(row: Row) -> Charge:
    return Charge(**{**dict(row), "status": ChargeStatus(row["status"])})
