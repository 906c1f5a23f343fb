"""Suppliers with an API as docs/how-to/buy-from-suppliers.md describes it."""

from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote

from django.conf import settings

from apps.suppliers.gateways.adapters import Account, UnknownOrder
from apps.suppliers.rules import SupplierOrder, WantedOrder
from shop.kernel.errors import Unreachable
from shop.kernel.outside import OutsideFirm, Refused


class RestAdapter:
    """The address is that of the API; the secret stands in `settings.SUPPLIER_SECRETS`."""

    can_be_asked: ClassVar[bool] = True

    def __init__(self, account: Account) -> None:
        self._account = account

    def place(self, order: WantedOrder, *, key: str) -> SupplierOrder:
        return self._firm().create("/orders", order, SupplierOrder, key=key)

    def fetch(self, order_id: str) -> SupplierOrder:
        try:
            return self._firm().get(f"/orders/{quote(order_id, safe='')}", SupplierOrder)
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise UnknownOrder(f"The supplier knows no order {order_id}.") from error

    def _firm(self) -> OutsideFirm:
        code = self._account.supplier
        secrets: dict[str, str] = settings.SUPPLIER_SECRETS
        if code not in secrets:
            raise Unreachable(f"There is no secret for {code}: add it to SUPPLIER_SECRETS.")
        return OutsideFirm(f"Supplier {code}", self._account.address, secrets[code])


class SandboxSupplier(RestAdapter):
    """A supplier of `python -m shop.sandbox`; the address is his name there."""

    def _firm(self) -> OutsideFirm:
        name = quote(self._account.address, safe="")
        return OutsideFirm(
            f"Supplier {self._account.supplier}",
            f"{settings.SANDBOX_URL}/suppliers/{name}",
            settings.SANDBOX_SECRET,
        )
