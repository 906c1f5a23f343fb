"""The roles. What is not named here, only a superuser sees or does."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Role:
    """A kind of work; its name is that of the Django group whose members do it.

    `sees` names models as `app.model`, or `app.*` for all of an app, those to come too; `does`
    names permissions as `app.codename`, or `app.*` for all of an app. Each admin page and action
    asks for one of them.
    """

    name: str
    sees: tuple[str, ...]
    does: tuple[str, ...] = ()


SUPPORT = Role(
    name="support",
    sees=(
        *("accounts.user", "accounts.loginsession", "orders.*", "payments.payment"),
        *(
            "payments.paymentattempt",
            "payments.refund",
            "payments.refundgrant",
            "shipping.shipment",
            "notifications.*",
        ),
        *("catalog.product", "catalog.variant", "inventory.stock", "inventory.reservation"),
        *("inventory.backorder", "inventory.terms", "inventory.ticket"),
        *("kernel.outboxcursor", "kernel.outboxparkedkey"),
    ),
    does=(
        *("accounts.change_user", "orders.change_order", "notifications.resend_message"),
        *("orders.add_draftorder", "orders.change_draftorder"),
        *("inventory.admit_ticket", "orders.change_return"),
    ),
)
WAREHOUSE = Role(
    name="warehouse",
    sees=(
        *("inventory.*", "shipping.*", "orders.order", "orders.orderline"),
        *("orders.return", "orders.returnedline"),
        *("orders.cancellation", "orders.cancellationline"),
        *("catalog.product", "catalog.variant"),
    ),
    does=(
        *("inventory.change_stock", "inventory.add_transfer", "inventory.change_transfer"),
        *("inventory.add_countsheet", "inventory.change_countsheet"),
        *("inventory.add_warehouse", "inventory.change_warehouse"),
        *("inventory.add_terms", "inventory.change_terms", "inventory.change_reservation"),
        *("inventory.add_ticket", "inventory.change_ticket", "inventory.admit_ticket"),
        *("shipping.change_couriercallback", "orders.change_return"),
    ),
)
FINANCE = Role(
    name="finance",
    sees=(
        *("payments.*", "orders.*", "notifications.message"),
        *("kernel.outboxcursor", "kernel.outboxparkedkey", "kernel.outboxevent"),
    ),
    does=(
        *("payments.change_payment", "payments.change_refund", "payments.add_wallettransfer"),
        "orders.add_taxrate",
        *("orders.add_taxpolicy", "orders.change_taxpolicy"),
        *("orders.add_promotion", "orders.add_voucher"),
        *("orders.add_shippingrate", "orders.add_shippingzone", "orders.change_shippingzone"),
        *("payments.change_gatewaycallback", "payments.change_settlementbreak"),
    ),
)
MERCHANDISER = Role(
    name="merchandiser",
    sees=("catalog.*", "inventory.stock", "orders.offer", "orders.promotion", "orders.voucher"),
    does=("catalog.*", "orders.add_promotion", "orders.add_voucher"),
)
PURCHASER = Role(
    name="purchaser",
    sees=(
        *("suppliers.*", "inventory.stock", "inventory.movement", "inventory.expectedunits"),
        *("inventory.terms", "inventory.warehouse", "catalog.product", "catalog.variant"),
    ),
    does=(
        *("suppliers.add_supplier", "suppliers.change_supplier"),
        *("suppliers.add_catalogueitem", "suppliers.change_catalogueitem"),
        *("suppliers.add_purchaseorder", "suppliers.change_purchaseorder"),
        *("inventory.add_terms", "inventory.change_terms", "suppliers.change_suppliercallback"),
    ),
)
ROLES = (SUPPORT, WAREHOUSE, FINANCE, MERCHANDISER, PURCHASER)
