"""Answers that are the same for everybody, kept in Redis for moments. docs/decisions/0012."""

from shop.kernel.cache.keeping import Rendered, Source, kept
from shop.kernel.cache.tags import outdate

__all__ = ["Rendered", "Source", "kept", "outdate"]
