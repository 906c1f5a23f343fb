"""What somebody wants whose order is written down for him."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.orders.rules.limits import WantedLine, confirm_orderable
from apps.orders.rules.vouchers import voucher_code
from shop.events.base import PostalAddress
from shop.kernel.errors import DomainError, InvalidInput


class NotEnough(DomainError):
    """Not all of it can be had; `details` say how much of what."""

    code = "out_of_stock"


@dataclass(frozen=True, kw_only=True)
class DraftWish:
    """Units by SKU, who buys them, whom to tell, and where they go, by which method.

    `voucher` is the code as somebody said it, if there is one.
    """

    units: Mapping[str, int]
    email: str
    delivery_address: PostalAddress
    shipping_method: str = ""
    note: str = ""
    voucher: str = ""

    @property
    def lines(self) -> list[WantedLine]:
        return [WantedLine(sku, quantity) for sku, quantity in self.units.items()]

    @property
    def voucher_code(self) -> str:
        """As it is kept, or empty. Raises InvalidInput if there can be no such code."""
        return voucher_code(self.voucher) if self.voucher.strip() else ""

    def confirm(self) -> None:
        """Raises InvalidInput for what nobody can order, and without anybody to tell."""
        confirm_orderable(self.lines)
        if not self.email or not self.delivery_address.name:
            raise InvalidInput("Say who buys, and a mail address: the link to pay is sent there.")
