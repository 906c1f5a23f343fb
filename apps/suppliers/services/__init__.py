"""What suppliers does: know who sells what, propose, approve, order, hear, receive."""

from apps.suppliers.services.approving import (
    approve_purchase,
    approve_purchase_by_rule,
    cancel_purchase,
)
from apps.suppliers.services.callbacks import keep_callback
from apps.suppliers.services.drafting import (
    change_proposal,
    draft_purchase,
    draft_purchase_from_file,
)
from apps.suppliers.services.feeds import Taken, take_articles
from apps.suppliers.services.hearing import (
    acknowledge_purchase,
    hear_of_order,
    record_refusal,
    record_supplier_order,
)
from apps.suppliers.services.landing import enter_charges
from apps.suppliers.services.proposing import (
    note_unmet_need,
    propose_purchase,
    propose_unmet_need,
)
from apps.suppliers.services.receiving import close_purchase, receive_purchase
from apps.suppliers.services.suppliers import (
    agree_with_supplier,
    list_item,
    list_items,
)

__all__ = [
    "Taken",
    "acknowledge_purchase",
    "agree_with_supplier",
    "approve_purchase",
    "approve_purchase_by_rule",
    "cancel_purchase",
    "change_proposal",
    "close_purchase",
    "draft_purchase",
    "draft_purchase_from_file",
    "enter_charges",
    "hear_of_order",
    "keep_callback",
    "list_item",
    "list_items",
    "note_unmet_need",
    "propose_purchase",
    "propose_unmet_need",
    "receive_purchase",
    "record_refusal",
    "record_supplier_order",
    "take_articles",
]
