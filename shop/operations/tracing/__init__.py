"""Everything that happened to one order or because of one request, across all processes."""

from shop.operations.tracing.gathering import Trace, traced
from shop.operations.tracing.tree import Branch, branches

__all__ = ["Branch", "Trace", "branches", "traced"]
