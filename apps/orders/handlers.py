"""What orders does about facts of the other contexts."""

from apps.orders import services
from apps.orders.rules import KeptReason
from shop.events.accounts import EmailVerified, MemberRecognised, UserErased, UserRegistered
from shop.events.catalog import (
    ProductPriceChanged,
    ProductPricesPlanned,
    ProductPublished,
    ProductWithdrawn,
)
from shop.events.inventory import (
    BackorderFilled,
    BackorderPromised,
    StockCommitted,
    StockHoldExtended,
    StockLost,
    StockRejected,
    StockReleased,
    StockReserved,
)
from shop.events.orders import OrderDelivered, OrderLinkAsked, OrderShipped
from shop.events.payments import (
    PaymentActionRequired,
    PaymentAuthorised,
    PaymentCaptured,
    PaymentFailed,
    PaymentLapsed,
    PaymentRefunded,
)
from shop.events.registry import event_types
from shop.events.shipping import (
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentRecalled,
    ShipmentRecallRefused,
    ShipmentReturned,
)
from shop.kernel.bus import after, during


@during(ProductPublished)
def offer_published_product(event: ProductPublished) -> None:
    occasion = event.occasion
    services.write_offers(
        product_id=event.product_id,
        variants=event.variants,
        tickets=services.Tickets(sold_until=occasion.ends_at) if occasion else None,
    )


@during(ProductPriceChanged)
def offer_at_new_price(event: ProductPriceChanged) -> None:
    services.change_offer_price(sku=event.sku, price=event.new_price)


@during(ProductPricesPlanned)
def offer_at_planned_prices(event: ProductPricesPlanned) -> None:
    services.plan_prices(sku=event.sku, planned=event.planned, since=event.since)


@during(ProductWithdrawn)
def end_offers_of_withdrawn_product(event: ProductWithdrawn) -> None:
    services.withdraw_offers(product_id=event.product_id)


@during(StockReserved)
def wait_for_payment_of_held_order(event: StockReserved) -> None:
    services.await_payment(
        order_id=event.order_id, pay_by=event.expires_at, backordered=event.backordered
    )


@during(StockHoldExtended)
def wait_longer_for_payment(event: StockHoldExtended) -> None:
    services.note_time_to_pay(order_id=event.order_id, pay_by=event.expires_at)


@after(PaymentActionRequired)
def give_time_to_approve(event: PaymentActionRequired) -> None:
    services.give_more_time(order_id=event.order_id)


@after(PaymentFailed)
def give_time_to_try_again(event: PaymentFailed) -> None:
    services.give_more_time(order_id=event.order_id)


@during(StockRejected)
def reject_order_without_stock(event: StockRejected) -> None:
    services.reject_order(order_id=event.order_id, shortages=event.shortages)


@after(OrderLinkAsked)
def mail_link_to_buyer(event: OrderLinkAsked) -> None:
    if event.found:
        services.mail_link(order_id=event.found)


@after(StockCommitted)
def confirm_paid_order(event: StockCommitted) -> None:
    services.confirm_order(order_id=event.order_id)


@after(StockLost)
def cancel_order_paid_too_late(event: StockLost) -> None:
    services.cancel_unpaid_order(order_id=event.order_id, reason="stock_lost")


@after(StockReleased)
def cancel_order_that_lost_its_hold(event: StockReleased) -> None:
    if event.reason in {"expired", "released"}:
        services.cancel_unpaid_order(order_id=event.order_id, reason=event.reason)


@after(BackorderFilled)
def take_in_units_that_came(event: BackorderFilled) -> None:
    services.take_in_backordered(order_id=event.order_id, sku=event.sku, quantity=event.quantity)


@after(BackorderPromised)
def note_new_promise(event: BackorderPromised) -> None:
    services.note_promise(order_id=event.order_id, sku=event.sku, promised_for=event.promised_for)


@after(PaymentAuthorised)
def note_promised_money(event: PaymentAuthorised) -> None:
    services.note_promised(order_id=event.order_id)


@after(PaymentLapsed)
def stop_order_whose_bank_gives_nothing(event: PaymentLapsed) -> None:
    services.note_broken_promise(order_id=event.order_id)


@after(PaymentCaptured)
def note_captured_money(event: PaymentCaptured) -> None:
    services.note_captured(order_id=event.order_id, amount=event.amount.amount)


@after(PaymentRefunded)
def note_refunded_money(event: PaymentRefunded) -> None:
    services.note_refunded(order_id=event.order_id, amount=event.amount.amount)


@after(ShipmentDispatched)
def ship_dispatched_order(event: ShipmentDispatched) -> None:
    services.ship_order(order_id=event.order_id, tracking_number=event.tracking_number)


@after(ShipmentDelivered)
def deliver_arrived_order(event: ShipmentDelivered) -> None:
    services.deliver_order(order_id=event.order_id)


@after(ShipmentReturned)
def take_back_returned_order(event: ShipmentReturned) -> None:
    services.return_order(order_id=event.order_id)


@after(ShipmentCancelled)
def give_up_order_without_parcel(event: ShipmentCancelled) -> None:
    services.give_up_unsent_order(order_id=event.order_id)


@after(ShipmentRecalled)
def leave_unwanted_units_out(event: ShipmentRecalled) -> None:
    services.leave_asked_items_out(order_id=event.order_id)


@after(ShipmentRecallRefused)
def keep_unwanted_units(event: ShipmentRecallRefused) -> None:
    services.keep_asked_items(order_id=event.order_id, refusal=KeptReason.COURIER_REFUSED)


@after(UserRegistered)
def remember_member(event: UserRegistered) -> None:
    services.note_member(customer_id=event.customer_id)


@after(EmailVerified)
def claim_orders_of_verified_mailbox(event: EmailVerified) -> None:
    services.claim_orders(customer_id=event.customer_id, email=event.email)


@after(MemberRecognised)
def claim_orders_bought_since_then(event: MemberRecognised) -> None:
    services.claim_orders(customer_id=event.customer_id, email=event.email)


@after(OrderShipped)
def claim_sent_order_of_verified_mailbox(event: OrderShipped) -> None:
    services.claim_sent_order(order_id=event.order_id)


@after(OrderDelivered)
def claim_ticket_order_of_verified_mailbox(event: OrderDelivered) -> None:
    if not event.by_parcel:
        services.claim_sent_order(order_id=event.order_id)


@during(UserErased)
def keep_buyer_of_order_under_way(event: UserErased) -> None:
    services.require_no_order_under_way(
        customer_ids=[event.customer_id, *event.former_customer_ids]
    )


@after(UserErased)
def forget_erased_buyer(event: UserErased) -> None:
    services.forget_buyer(customer_ids=[event.customer_id, *event.former_customer_ids])


for _told in event_types().values():
    if services.is_of_an_order(_told):
        after(_told, batch=50, consumer="order_timeline")(services.note_in_timeline)
