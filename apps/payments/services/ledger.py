"""Money at gateways, each time on two accounts, in the transaction that learns of it."""

from decimal import Decimal

from apps.payments.models import (
    Payment,
    PaymentAttempt,
    Refund,
    SystemAccount,
    WalletEntry,
    WalletReason,
    WalletTransfer,
)
from apps.payments.rules import Method
from shop.kernel import clock


def book_capture(payment: Payment, attempt: PaymentAttempt) -> None:
    """The gateway has the attempt's money for us; of a wallet's payment the wallet has told."""
    if attempt.method != Method.WALLET:
        transfer = WalletTransfer(
            key=f"capture:{attempt.id}", reason=WalletReason.CAPTURE, attempt=attempt
        )
        _book(transfer, attempt.captured, SystemAccount.SALES, attempt, payment.currency)


def book_given_back(payment: Payment, refund: Refund) -> None:
    """The gateway has given back that much of it."""
    transfer = WalletTransfer(
        key=f"given_back:{refund.id}", reason=WalletReason.GIVEN_BACK, refund=refund
    )
    _book(transfer, -refund.amount, SystemAccount.REFUNDS, refund.attempt, payment.currency)


def _book(
    transfer: WalletTransfer,
    amount: Decimal,
    other: SystemAccount,
    attempt: PaymentAttempt,
    currency: str,
) -> None:
    """`amount` leaves the account of the attempt's gateway for the other one."""
    transfer.save(force_insert=True)
    at = clock.now()
    WalletEntry.objects.bulk_create(
        [
            WalletEntry(
                transfer=transfer,
                system=SystemAccount.GATEWAY,
                gateway=attempt.gateway,
                amount=-amount,
                currency=currency,
                at=at,
            ),
            WalletEntry(transfer=transfer, system=other, amount=amount, currency=currency, at=at),
        ]
    )
