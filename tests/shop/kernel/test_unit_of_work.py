from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from shop.events.accounts import UserRegistered
from shop.events.shipping import ShipmentDelivered
from shop.kernel.bus import publish
from shop.kernel.context import Context, acting_in
from shop.kernel.identity import new_id
from shop.kernel.models import CustomerKey, OutboxEvent
from shop.kernel.outbox.unit_of_work import UnitOfWorkDoomed, unit_of_work


def delivered() -> ShipmentDelivered:
    return ShipmentDelivered(shipment_id=new_id(), order_id=new_id())


@unit_of_work
def publish_two() -> None:
    publish(delivered())
    publish(delivered())


@unit_of_work
def publish_then_fail() -> None:
    publish(delivered())
    raise ValueError("the shop burns")


def outbox_size() -> int:
    return OutboxEvent.objects.count()


def test_publishing_outside_a_unit_of_work_is_refused(db):
    with pytest.raises(RuntimeError, match="inside a @unit_of_work"):
        publish(delivered())


@pytest.mark.django_db(transaction=True)
def test_events_of_a_unit_are_written_together_and_in_order():
    publish_two()

    assert list(OutboxEvent.objects.order_by("id").values_list("seq", flat=True)) == [
        1,
        1,
    ]


@pytest.mark.django_db(transaction=True)
def test_what_nobody_asked_for_is_a_story_of_its_own_in_every_unit():
    publish_two()
    publish_two()

    stories = OutboxEvent.objects.order_by("id").values_list("correlation_id", flat=True)
    assert stories[0] == stories[1] != stories[2] == stories[3]


@pytest.mark.django_db(transaction=True)
def test_two_stories_in_one_unit_keep_the_order_of_publication():
    first, second = (Context(correlation_id=new_id()) for _ in range(2))
    told = [first, second, first]

    @unit_of_work
    def publish_in_turn() -> None:
        for story in told:
            with acting_in(story):
                publish(delivered())

    publish_in_turn()

    stories = OutboxEvent.objects.order_by("id").values_list("correlation_id", flat=True)
    assert list(stories) == [story.correlation_id for story in told]


@pytest.mark.django_db(transaction=True)
def test_a_python_error_drops_everything_and_the_next_unit_is_clean():
    with pytest.raises(ValueError, match="burns"):
        publish_then_fail()
    publish_two()

    assert outbox_size() == 2


@pytest.mark.django_db(transaction=True)
def test_a_swallowed_error_of_a_joined_unit_drops_everything():
    @unit_of_work
    def swallow() -> None:
        publish(delivered())
        with pytest.raises(ValueError, match="burns"):
            publish_then_fail()

    with pytest.raises(UnitOfWorkDoomed):
        swallow()
    publish_two()

    assert outbox_size() == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_error_drops_everything_and_the_connection_goes_on():
    @unit_of_work
    def write_twice() -> None:
        publish(delivered())
        key = CustomerKey(customer_id=new_id(), wrapped_key=b"x")
        key.save(force_insert=True)
        key.save(force_insert=True)

    with pytest.raises(IntegrityError):
        write_twice()
    publish_two()

    assert outbox_size() == 2


@pytest.mark.django_db(transaction=True)
def test_an_error_while_the_events_are_written_drops_everything():
    @unit_of_work
    def publish_under_a_broken_outbox() -> None:
        CustomerKey.objects.create(customer_id=new_id(), wrapped_key=b"x")
        publish(delivered())
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE outbox_event ADD CONSTRAINT none CHECK (id < 0) NOT VALID")

    with pytest.raises(IntegrityError):
        publish_under_a_broken_outbox()
    publish_two()

    assert CustomerKey.objects.count() == 0
    assert outbox_size() == 2


def test_publishing_inside_a_savepoint_is_refused(db):
    @unit_of_work
    def nested() -> None:
        with transaction.atomic():
            publish(delivered())

    with pytest.raises(RuntimeError, match="outside of nested atomic"):
        nested()


def test_the_sequence_of_an_aggregate_has_no_gap(db):
    shipment_id, order_id = new_id(), new_id()

    @unit_of_work
    def deliver_again() -> None:
        publish(ShipmentDelivered(shipment_id=shipment_id, order_id=order_id))

    for _ in range(3):
        deliver_again()

    rows = OutboxEvent.objects.filter(aggregate_id=str(shipment_id)).order_by("id")
    assert list(rows.values_list("seq", flat=True)) == [1, 2, 3]


def test_personal_fields_are_unreadable_in_the_row_and_readable_inside(db, published):
    customer_id = UUID(int=7)

    @unit_of_work
    def register() -> None:
        publish(UserRegistered(customer_id=customer_id, email="ada@example.com", name="Ada"))

    register()

    assert "ada@example.com" not in OutboxEvent.objects.get().payload
    assert published(UserRegistered)[0].email == "ada@example.com"


@pytest.mark.django_db(transaction=True)
def test_hot_statements_are_really_prepared():
    for _ in range(4):
        publish_two()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement ~ 'outbox_emit'"
        )
        assert cursor.fetchone()[0] == 1
