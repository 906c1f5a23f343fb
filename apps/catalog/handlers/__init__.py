"""What the catalogue does when something has happened."""

from apps.catalog.handlers import collections, images, listings

__all__ = ["collections", "images", "listings"]
