"""A shop and a member who buys there, with as many of everything as is asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.test import Client

from apps.accounts.models import LoginSession, SavedAddress, User
from apps.accounts.services import open_session
from apps.catalog.models import Collection, Product
from apps.inventory.services import commit_stock, join_waiting_list, open_tickets
from apps.orders.models import Invoice, Order
from apps.orders.rules import WantedLine
from apps.orders.services import add_to_cart, place_order
from apps.payments.models import Payment, SavedCard
from apps.payments.services import credit_wallet
from shop.events.base import Money, PostalAddress
from shop.kernel.identity import new_id
from shop.operations.listings import rebuild_all_listings
from tests.apps.orders.test_api import token_of
from tests.factories.accounts import SavedAddressFactory, UserFactory
from tests.factories.catalog import (
    AttributeValueFactory,
    CategoryFactory,
    CollectionEntryFactory,
    CollectionFactory,
    ProductImageFactory,
)
from tests.factories.inventory import StockFactory
from tests.factories.notifications import ContactFactory
from tests.factories.orders import InvoiceFactory, ShippingRateFactory
from tests.factories.payments import PaymentAttemptFactory, SavedCardFactory
from tests.factories.shipping import ShipmentFactory
from tests.shop.storefront.hall import open_hall
from tests.shop.storefront.shelf import sell

SKU = "TEA-DARJ-250"
SOLD_OUT = "TEA-NONE"
STALLS = "STALLS"
ADDRESS = PostalAddress(
    name="Ada Byron", line1="Hafenstrasse 1", city="Hamburg", postal_code="20457", country="DE"
)


@dataclass(frozen=True, kw_only=True)
class World:
    """What there is to ask for."""

    user: User
    tea: Product
    skus: list[str]
    order: Order
    sent_order: Order
    evening: Order
    collection: Collection
    address: SavedAddress
    session: LoginSession
    card: SavedCard
    invoice: Invoice

    @property
    def member(self) -> Client:
        """With an access token."""
        token = token_of(self.user.customer_id)
        return Client(headers={"Authorization": f"Bearer {token}"})

    @property
    def visitor(self) -> Client:
        """The member at the pages of the shop."""
        client = Client()
        client.force_login(self.user)
        return client


def world_of(many: int, deliver: Callable[[], None]) -> World:
    """So many products and variants, orders and lines, addresses and sessions, tries and seats."""
    skus = [SKU, *[f"TEA-{number}" for number in range(1, many)]]
    tea = _open_shop(skus)
    user = UserFactory()
    ContactFactory(customer_id=user.customer_id, phone="+494012345")
    _settle(user, many)
    orders = [_order(user, skus) for _ in range(many)]
    evening = _evening(user, many)
    deliver()
    _try_to_pay(orders[0], many)
    _send(orders[1], skus)
    for sku in skus:
        add_to_cart(customer_id=user.customer_id, sku=sku, quantity=1)
    return World(
        user=user,
        tea=tea,
        skus=skus,
        order=orders[0],
        sent_order=orders[1],
        evening=evening,
        collection=Collection.objects.latest("id"),
        address=SavedAddress.objects.filter(user=user).latest("id"),
        card=SavedCard.objects.filter(customer_id=user.customer_id).latest("id"),
        session=LoginSession.objects.filter(user=user).latest("id"),
        invoice=InvoiceFactory(order=orders[0]),
    )


def _open_shop(skus: list[str]) -> Product:
    ShippingRateFactory(zone__is_default=True)
    open_hall()
    values = {sku: (sku,) for sku in skus}
    tea = sell(
        "darjeeling",
        prices=dict.fromkeys(skus, "12.50"),
        units=1000,
        options=("Tin",),
        values=values,
    )
    everything = CollectionFactory()
    for number in range(len(skus)):
        other = sell(f"mate-{number}", prices={f"MATE-{number}": "3.00"})
        CollectionEntryFactory(product=other)
        CollectionEntryFactory(product=other, collection=everything)
        CategoryFactory(parent=tea.category)
        ProductImageFactory(product=tea, position=number + 1)
        AttributeValueFactory(product=tea)
    open_tickets(sku=STALLS, warehouse="north", seats=_seats(2 * len(skus)))
    sell("none-left", prices={SOLD_OUT: "12.50"}, units=0)
    StockFactory(sku=SOLD_OUT, on_hand=0, warehouse_id="north")
    rebuild_all_listings()
    return tea


def _seats(many: int) -> tuple[str, ...]:
    return tuple(f"Z{place}" for place in range(many))


def _settle(user: User, many: int) -> None:
    for number in range(many):
        SavedAddressFactory(user=user)
        open_session(customer_id=user.customer_id)
        SavedCardFactory(customer_id=user.customer_id)
        join_waiting_list(sku=SOLD_OUT, customer_id=new_id())
        gift = Money(amount=Decimal(5), currency="EUR")
        credit_wallet(customer_id=user.customer_id, amount=gift, reason="goodwill", key=str(number))


def _order(user: User, skus: Iterable[str]) -> Order:
    placed = place_order(
        customer_id=user.customer_id,
        lines=[WantedLine(sku, 1) for sku in skus],
        delivery_address=ADDRESS,
    )
    return placed.order


def _evening(user: User, many: int) -> Order:
    placed = place_order(
        customer_id=user.customer_id,
        lines=[WantedLine(STALLS, many, _seats(many))],
        delivery_address=ADDRESS,
    )
    commit_stock(order_id=placed.order.id)
    return placed.order


def _try_to_pay(order: Order, many: int) -> None:
    payment = Payment.objects.get(order_id=order.id)
    for _ in range(many):
        PaymentAttemptFactory(payment=payment, over=True, state="declined", reason="no_money")


def _send(order: Order, skus: Iterable[str]) -> None:
    ShipmentFactory(
        booked=True,
        order_id=order.id,
        customer_id=order.customer_id,
        parcels=[{"sku": sku, "quantity": 1} for sku in skus],
    )
