"""Money in customers' wallets: it comes, pays and comes back, each time on two accounts."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from apps.payments.models import (
    Payment,
    PaymentAttempt,
    Refund,
    SystemAccount,
    WalletAccount,
    WalletEntry,
    WalletReason,
    WalletTransfer,
)
from shop.events.base import Money
from shop.events.payments import WalletCredited, WalletDebited
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.money import is_exact, money
from shop.kernel.outbox.unit_of_work import unit_of_work

_GIFTS = (WalletReason.GOODWILL, WalletReason.PROMOTION, WalletReason.CORRECTION)
_LONGEST_KEY = 150
_OTHER_SIDE = {
    WalletReason.PAYMENT: SystemAccount.SALES,
    WalletReason.REFUND: SystemAccount.REFUNDS,
    WalletReason.PAYOUT: SystemAccount.PAYOUTS,
}


class WalletHoldsMoney(DomainError):
    """The shop owes the customer money, and so has to know whom."""

    code = "wallet_holds_money"


@unit_of_work
def credit_wallet(*, customer_id: UUID, amount: Money, reason: str, key: str) -> UUID:
    """The shop gives the customer `amount`, once for every `key` of the customer.

    Returns the id of the transfer. `reason` is goodwill, promotion or correction. Raises
    InvalidInput for what can never be, and DomainError for a key that came with another amount.
    """
    if reason not in _GIFTS:
        raise InvalidInput(f"Staff gives for one of these reasons: {', '.join(_GIFTS)}.")
    _confirm_amount(amount, key)
    account = locked_wallet(customer_id, amount.currency)
    transfer = WalletTransfer(key=f"gift:{account.id}:{key}", reason=WalletReason(reason))
    return _transfer_once(transfer, account, amount.amount)


@unit_of_work
def pay_out_wallet(*, customer_id: UUID, amount: Money, key: str) -> UUID:
    """Takes out `amount`, which the shop sends to the customer's bank, once for every `key`.

    Returns the id of the transfer. Raises NotEnoughMoney, InvalidInput for what can never be, and
    DomainError for a key that came with another amount.
    """
    _confirm_amount(amount, key)
    account = locked_wallet(customer_id, amount.currency)
    transfer = WalletTransfer(key=f"payout:{account.id}:{key}", reason=WalletReason.PAYOUT)
    return _transfer_once(transfer, account, -amount.amount)


@unit_of_work
def require_empty_wallets(*, customer_ids: Collection[UUID]) -> None:
    """Raises WalletHoldsMoney while the shop owes one of these customers anything."""
    accounts = WalletAccount.objects.filter(customer_id__in=customer_ids, balance__gt=0)
    owed = [account.held for account in accounts.order_by("currency", "id")]
    if owed:
        amounts = ", ".join(f"{held.amount} {held.currency}" for held in owed)
        raise WalletHoldsMoney(
            f"The wallet holds {amounts}: ask where to send it, and pay it out.",
            details={"wallets": [vars(held) for held in owed]},
        )


def pay_from_wallet(payment: Payment, attempt: PaymentAttempt) -> UUID:
    """Takes the attempt's amount out of the buyer's wallet; the payment is locked.

    Returns the id of the entry. Raises NotEnoughMoney.
    """
    account = locked_wallet(payment.customer_id, payment.currency)
    transfer = WalletTransfer(
        key=f"payment:{attempt.id}", reason=WalletReason.PAYMENT, attempt=attempt
    )
    return _transfer(transfer, account, -attempt.amount).id


def put_into_wallet(payment: Payment, refund: Refund) -> None:
    """Gives a refund's money to the buyer's wallet; payment and refund are locked."""
    account = locked_wallet(payment.customer_id, payment.currency)
    transfer = WalletTransfer(key=f"refund:{refund.id}", reason=WalletReason.REFUND, refund=refund)
    _transfer(transfer, account, refund.amount)


def move_to_wallet(held: Money, *, owner: UUID, former_owner: UUID, key: str) -> None:
    """What one customer's wallet holds for another is in that one's wallet, or all that is left."""
    former = locked_wallet(former_owner, held.currency)
    amount = min(held.amount, former.balance)
    if amount:
        reason = WalletReason.CORRECTION
        _transfer(WalletTransfer(key=f"{key}:from", reason=reason), former, -amount)
        account = locked_wallet(owner, held.currency)
        _transfer(WalletTransfer(key=f"{key}:to", reason=reason), account, amount)


def locked_wallet(customer_id: UUID, currency: str) -> WalletAccount:
    """The customer's wallet in this currency, which is opened if there is none."""
    wallets = WalletAccount.objects.select_for_update()
    found = wallets.filter(customer_id=customer_id, currency=currency).first()
    if found is not None:
        return found
    new = WalletAccount(customer_id=customer_id, currency=currency)
    WalletAccount.objects.bulk_create([new], ignore_conflicts=True)
    return wallets.get(customer_id=customer_id, currency=currency)


def _confirm_amount(amount: Money, key: str) -> None:
    if amount.amount <= 0 or not is_exact(amount.amount, amount.currency):
        raise InvalidInput("Give an amount above zero, in whole minor units of its currency.")
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise InvalidInput(f"A key has 1 to {_LONGEST_KEY} characters.")


def _transfer_once(transfer: WalletTransfer, account: WalletAccount, amount: Decimal) -> UUID:
    """The id of the transfer with this key, made now or before; the account is locked."""
    known = WalletEntry.objects.filter(transfer__key=transfer.key, account=account).first()
    if known is None:
        return _transfer(transfer, account, amount).transfer_id
    if known.amount != amount:
        moved = money(abs(known.amount), known.currency)
        raise DomainError(
            f"{moved.amount} {moved.currency} was moved under this key before: take another key."
        )
    return known.transfer_id


def _transfer(transfer: WalletTransfer, account: WalletAccount, amount: Decimal) -> WalletEntry:
    """Moves `amount` into the locked account, or out of it if below zero; returns its entry."""
    account.move(amount)
    account.save(update_fields=["balance"])
    transfer.save(force_insert=True)
    entry = WalletEntry(
        transfer=transfer,
        account=account,
        amount=amount,
        currency=account.currency,
        balance=account.balance,
    )
    other = WalletEntry(
        transfer=transfer,
        system=_OTHER_SIDE.get(WalletReason(transfer.reason), SystemAccount.GOODWILL),
        amount=-amount,
        currency=account.currency,
        at=entry.at,
    )
    WalletEntry.objects.bulk_create([entry, other])
    _publish(entry, account, reason=str(transfer.reason))
    return entry


def _publish(entry: WalletEntry, account: WalletAccount, *, reason: str) -> None:
    kind = WalletCredited if entry.amount > 0 else WalletDebited
    publish(
        kind(
            wallet_id=account.id,
            customer_id=account.customer_id,
            entry_id=entry.id,
            amount=money(abs(entry.amount), account.currency),
            balance=account.held,
            reason=reason,
        )
    )
