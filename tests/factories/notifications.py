"""People to be told, and what they are told."""

import factory
from factory.django import DjangoModelFactory

from apps.notifications.models import Contact, KnownOrder, Message
from apps.notifications.rules import MessageKind
from shop.kernel.identity import new_id, new_number


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    customer_id = factory.LazyFunction(new_id)
    name = "Ada Lovelace"
    email = "ada@example.com"


class KnownOrderFactory(DjangoModelFactory[KnownOrder]):
    class Meta:
        model = KnownOrder

    order_id = factory.LazyFunction(new_id)
    number = factory.LazyFunction(new_number)
    customer_id = factory.LazyFunction(new_id)


class MessageFactory(DjangoModelFactory[Message]):
    """A message that waits to be sent; its customer has a contact."""

    class Meta:
        model = Message

    customer_id = factory.LazyFunction(lambda: ContactFactory.create().customer_id)
    subject_event = factory.LazyFunction(new_id)
    kind = MessageKind.ORDER_DELIVERED
    subject = "Your order has arrived"
    body = "Hello Ada Lovelace,\n\nyour order has arrived.\n"
