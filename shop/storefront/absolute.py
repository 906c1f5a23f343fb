"""Addresses for the world outside: with the name of the shop in front."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(address: str) -> str:
    """The address as it is reached from anywhere; one that is whole already stays as it is."""
    return urljoin(settings.SHOP_URL, address)
