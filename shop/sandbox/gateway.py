"""The payment gateway: each move stores the charge and the callback that tells of it together."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from sqlite3 import Row

from shop.sandbox.callbacks import Channel, keep_callback
from shop.sandbox.cards import CARDS
from shop.sandbox.charges import Charge, ChargeStatus, Method
from shop.sandbox.clock import now
from shop.sandbox.problems import not_found
from shop.sandbox.settlements import settle_difference
from shop.sandbox.storage import Ledger
from shop.sandbox.stories import Story
from shop.sandbox.upi_ids import ASKS, STORIES

_ALL_STORIES = [*(card.story for card in CARDS), *STORIES.values(), ASKS]
_STORY_NAMED = {story.name: story for story in _ALL_STORIES}
_MUDDLE_SECONDS = 2.0
_UNDECIDED = "status IN ('processing', 'requires_action', 'expired')"
_TO_SETTLE = (
    f"SELECT id FROM charges WHERE {_UNDECIDED} AND settles_at <= :now"  # noqa: S608 - constant
    " AND (status <> 'requires_action' OR expires_at > :now)"
)
_TO_EXPIRE = "SELECT id FROM charges WHERE status = 'requires_action' AND expires_at <= :now"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the shop asks for by that `door`; `address` is where this gateway's pages are."""

    reference: str
    description: str
    amount: int
    currency: str
    method: Method
    upi_id: str
    return_url: str
    story: Story
    door: str
    address: str
    settles_after: float
    lasts: float
    saved_token: str = ""


def open_charge(ledger: Ledger, wish: Wish) -> Charge:
    """Authorise, decline, ask the buyer, or begin to process."""
    charge = _new_charge(wish)
    _insert(ledger, charge)
    if charge.status != ChargeStatus.PROCESSING:
        _tell(ledger, charge, happened=charge.status)
    return charge


def approve_charge(ledger: Ledger, charge_id: str) -> Charge:
    return _move(ledger, charge_id, Charge.approve, happened="authorised")


def refuse_charge(ledger: Ledger, charge_id: str) -> Charge:
    return _move(
        ledger, charge_id, lambda charge: charge.refuse("refused_by_buyer"), happened="declined"
    )


def expire_charge(ledger: Ledger, charge_id: str) -> Charge:
    if _brings_money_late(charge_with_id(ledger, charge_id)):
        return _move(ledger, charge_id, Charge.expire, happened="expired")
    return _move(ledger, charge_id, lambda charge: charge.expire().forget(), happened="expired")


def settle_charge(ledger: Ledger, charge_id: str) -> Charge:
    """What the charge's story has in store for it."""
    charge = charge_with_id(ledger, charge_id)
    decline_code = _STORY_NAMED[charge.story].decline_code
    match charge.status:
        case ChargeStatus.EXPIRED:
            return _move(ledger, charge_id, Charge.come_late, happened="captured")
        case ChargeStatus.REQUIRES_ACTION if decline_code:
            return refuse_charge(ledger, charge_id)
        case ChargeStatus.REQUIRES_ACTION:
            return approve_charge(ledger, charge_id)
    return _move(ledger, charge_id, Charge.settle, happened="authorised")


def capture_charge(ledger: Ledger, charge_id: str, *, amount: int) -> Charge:
    """Takes the money, unless the bank has let go of it."""
    if not _STORY_NAMED[charge_with_id(ledger, charge_id).story].keeps:
        return _move(ledger, charge_id, Charge.void, happened="voided")
    return _move(ledger, charge_id, lambda charge: charge.capture(amount), happened="captured")


def void_charge(ledger: Ledger, charge_id: str) -> Charge:
    """Lets the money go; what the buyer's bank sends late cannot be stopped, only be over."""
    charge = charge_with_id(ledger, charge_id)
    if charge.status == ChargeStatus.REQUIRES_ACTION and _brings_money_late(charge):
        return expire_charge(ledger, charge_id)
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


def requests_to(ledger: Ledger, *, upi_id: str) -> list[Charge]:
    """What somebody is asked to approve in the UPI app, newest first."""
    rows = ledger.execute(
        "SELECT * FROM charges WHERE upi_id = ? AND status = 'requires_action'"
        " AND expires_at > ? ORDER BY rowid DESC LIMIT 20",
        (upi_id.strip().lower(), now()),
    )
    return [_charge(row) for row in rows]


def settle_due_charges(ledger: Ledger) -> int:
    """Settle and expire every charge whose time has come; how many."""
    settling = _found(ledger, _TO_SETTLE)
    for charge_id in settling:
        settle_charge(ledger, charge_id)
    expiring = _found(ledger, _TO_EXPIRE)
    for charge_id in expiring:
        expire_charge(ledger, charge_id)
    return len(settling) + len(expiring)


def _brings_money_late(charge: Charge) -> bool:
    return _STORY_NAMED[charge.story].money == "after_expiry"


def _found(ledger: Ledger, query: str) -> list[str]:
    return [row["id"] for row in ledger.execute(query, {"now": now()}).fetchall()]


def _new_charge(wish: Wish) -> Charge:
    charge_id, story = f"ch_{secrets.token_hex(12)}", wish.story
    status = _first_status(story)
    waits = status == ChargeStatus.REQUIRES_ACTION
    return Charge(
        id=charge_id,
        reference=wish.reference,
        description=wish.description,
        story=story.name,
        door=wish.door,
        method=wish.method,
        upi_id=wish.upi_id.strip().lower(),
        page=f"{wish.address}/gateway/approvals/{charge_id}" if waits else "",
        return_url=wish.return_url,
        expires_at=now() + wish.lasts if waits else None,
        amount=wish.amount,
        currency=wish.currency,
        status=status,
        decline_code=story.decline_code if status == ChargeStatus.DECLINED else None,
        captured=0,
        refunded=0,
        settles_at=_settling_time(wish, status),
        created_at=now(),
        saved_token=wish.saved_token,
    )


def _first_status(story: Story) -> ChargeStatus:
    if story.asks == "buyer":
        return ChargeStatus.REQUIRES_ACTION
    if story.decline_code:
        return ChargeStatus.DECLINED
    return ChargeStatus.AUTHORISED if story.settles == "now" else ChargeStatus.PROCESSING


def _settling_time(wish: Wish, status: ChargeStatus) -> float | None:
    undecided = status in {ChargeStatus.PROCESSING, ChargeStatus.REQUIRES_ACTION}
    if not undecided or wish.story.settles == "never":
        return None
    return now() + wish.settles_after


def _move(
    ledger: Ledger, charge_id: str, verb: Callable[[Charge], Charge], *, happened: str
) -> Charge:
    before = charge_with_id(ledger, charge_id)
    charge = verb(before)
    ledger.execute(
        "UPDATE charges SET status = :status, captured = :captured, refunded = :refunded,"
        " decline_code = :decline_code, settles_at = :settles_at WHERE id = :id",
        asdict(charge),
    )
    settle_difference(ledger, before, charge)
    _tell(ledger, charge, happened=happened)
    return charge


def _tell(ledger: Ledger, charge: Charge, *, happened: str) -> None:
    story = _STORY_NAMED[charge.story]
    is_muddled = story.callback_order == "muddled" and happened == ChargeStatus.AUTHORISED
    keep_callback(
        ledger,
        Channel.PAYMENT,
        event_type=f"charge.{happened}",
        data=charge.as_json(),
        copies=story.callback_copies,
        delay=_MUDDLE_SECONDS if is_muddled else 0,
    )


def _insert(ledger: Ledger, charge: Charge) -> None:
    columns = asdict(charge)
    ledger.execute(
        f"INSERT INTO charges ({', '.join(columns)})"  # noqa: S608 - our own field names
        f" VALUES ({', '.join(f':{name}' for name in columns)})",
        columns,
    )


def _charge(row: Row) -> Charge:
    typed = {"status": ChargeStatus(row["status"]), "method": Method(row["method"])}
    return Charge(**{**dict(row), **typed})
