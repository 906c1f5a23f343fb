"""Reads of carts and orders, each starting from whom it is for."""

from apps.orders.queries.books import (
    carts_unlike_their_orders,
    credits_that_do_not_add_up,
    discounts_that_do_not_add_up,
    prices_that_do_not_add_up,
    taxes_that_do_not_add_up,
    totals_that_do_not_add_up,
    vouchers_that_do_not_add_up,
)
from apps.orders.queries.cancellations import ShownCancellation, cancellations_of
from apps.orders.queries.carts import ShownCart, ShownCartLine, cart_of
from apps.orders.queries.drafts import DraftCosts, costs_of_draft
from apps.orders.queries.explaining import Explanation, Reason, explained_total
from apps.orders.queries.guests import Guest, buyer_of, guest_with, owner_of_cart
from apps.orders.queries.invoices import (
    Document,
    DocumentLine,
    NamedDocument,
    credits_without_note,
    documents_of,
    documents_that_do_not_add_up,
    named_documents_of,
    series_with_gaps,
)
from apps.orders.queries.orders import (
    LateOrder,
    OrderMoney,
    ShownLine,
    ShownOrder,
    delivery_countries,
    money_of_orders,
    order_by_number,
    orders_of,
    orders_past_their_time,
    shown_orders,
)
from apps.orders.queries.papers import pdf_of_buyer, pdf_of_document
from apps.orders.queries.quotes import Quote, ShippingOption, quote
from apps.orders.queries.rehearsing import (
    MOST_ORDERS,
    Rehearsal,
    RehearsedCurrency,
    rehearsed,
)
from apps.orders.queries.returns import (
    ShownReturn,
    returnable_lines,
    returns_of,
    shown_return,
)
from apps.orders.queries.tickets import TicketLine, ticket_lines
from apps.orders.queries.timeline import TimelineFact, timeline_of
from apps.orders.queries.units import (
    OpenUnits,
    lines_that_do_not_add_up,
    open_units_of_confirmed_orders,
    undecided_cancellations,
)

__all__ = [
    "MOST_ORDERS",
    "Document",
    "DocumentLine",
    "DraftCosts",
    "Explanation",
    "Guest",
    "LateOrder",
    "NamedDocument",
    "OpenUnits",
    "OrderMoney",
    "Quote",
    "Reason",
    "Rehearsal",
    "RehearsedCurrency",
    "ShippingOption",
    "ShownCancellation",
    "ShownCart",
    "ShownCartLine",
    "ShownLine",
    "ShownOrder",
    "ShownReturn",
    "TicketLine",
    "TimelineFact",
    "buyer_of",
    "cancellations_of",
    "cart_of",
    "carts_unlike_their_orders",
    "costs_of_draft",
    "credits_that_do_not_add_up",
    "credits_without_note",
    "delivery_countries",
    "discounts_that_do_not_add_up",
    "documents_of",
    "documents_that_do_not_add_up",
    "explained_total",
    "guest_with",
    "lines_that_do_not_add_up",
    "money_of_orders",
    "named_documents_of",
    "open_units_of_confirmed_orders",
    "order_by_number",
    "orders_of",
    "orders_past_their_time",
    "owner_of_cart",
    "pdf_of_buyer",
    "pdf_of_document",
    "prices_that_do_not_add_up",
    "quote",
    "rehearsed",
    "returnable_lines",
    "returns_of",
    "series_with_gaps",
    "shown_orders",
    "shown_return",
    "taxes_that_do_not_add_up",
    "ticket_lines",
    "timeline_of",
    "totals_that_do_not_add_up",
    "undecided_cancellations",
    "vouchers_that_do_not_add_up",
]
