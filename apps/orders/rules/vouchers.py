"""Codes of vouchers, and why one does not count."""

import re
from dataclasses import dataclass

from shop.kernel.errors import DomainError, InvalidInput

LONGEST_CODE = 40
VOUCHER_CODE = r"^[A-Z0-9][A-Z0-9-]{2,39}$"


class VoucherRefused(DomainError):
    """The voucher cannot be used for this."""

    code = "voucher_refused"


class VoucherUsedUp(DomainError):
    """All uses of the voucher are taken."""

    code = "voucher_used_up"

    def __init__(self, code: str) -> None:
        super().__init__(f"Voucher {code} is used up: take it out to order without it.")


@dataclass(frozen=True, kw_only=True)
class AskedVoucher:
    """A voucher that somebody wants to use; `problem` says why it does not count, if it does not.

    A code that nobody knows has no `id`.
    """

    code: str
    id: int | None = None
    problem: str = ""


def voucher_code(text: str) -> str:
    """The code as it is kept, however it was typed. Raises InvalidInput if there can be no such."""
    code = text.strip().upper()
    if not re.fullmatch(VOUCHER_CODE, code):
        raise InvalidInput(
            "A voucher has a code of 3 to 40 letters, digits and hyphens: look again."
        )
    return code
