import factory
from factory.django import DjangoModelFactory

from apps.shipping.models import CourierCallback, Shipment, ShipmentState
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import CallbackState


class ShipmentFactory(DjangoModelFactory):
    """A shipment that no courier was asked for yet; trait `booked` has a tracking number."""

    order_id = factory.LazyFunction(new_id)
    customer_id = factory.LazyFunction(new_id)
    recipient_name = "Ada Lovelace"
    line1 = "12 St James's Square"
    city = "London"
    postal_code = "SW1Y 4JH"
    country = "GB"
    parcels = factory.LazyFunction(lambda: [{"sku": "MUG-BLUE", "quantity": 2}])
    due_at = factory.LazyFunction(clock.now)

    class Meta:
        model = Shipment

    class Params:
        booked = factory.Trait(
            state=ShipmentState.BOOKED,
            claims=1,
            courier_id=factory.Sequence(lambda n: f"sh_{n}"),
            tracking_number=factory.Sequence(lambda n: f"TRACK{n}"),
        )


class CourierCallbackFactory(DjangoModelFactory):
    """A message about a consignment that exists nowhere."""

    provider = "sandbox"
    event_id = factory.Sequence(lambda n: f"evt_{n}")
    body = '{"id": "evt", "type": "shipment.delivered", "data": {"id": "sh_nowhere"}}'

    class Meta:
        model = CourierCallback

    class Params:
        understood = factory.Trait(state=CallbackState.UNDERSTOOD, due_at=None)
        ignored = factory.Trait(state=CallbackState.IGNORED, due_at=None)
