"""How every client of Kafka finds the brokers, and proves to them who it is."""

from django.conf import settings

from shop.kernel.errors import DomainError

Settings = dict[str, str | int | float | bool]


def connection_settings() -> Settings:
    """librdkafka's settings for the brokers that the environment names.

    Raises DomainError if it names none.
    """
    if not settings.KAFKA_BOOTSTRAP_SERVERS:
        raise DomainError("There is no Kafka here: set KAFKA_BOOTSTRAP_SERVERS.")
    return {"bootstrap.servers": settings.KAFKA_BOOTSTRAP_SERVERS, **settings.KAFKA_SECURITY}
