"""What must always be true of the whole shop, checked in one snapshot of the database."""

from shop.operations.verify.findings import Finding, Standing
from shop.operations.verify.report import Report, verified

__all__ = ["Finding", "Report", "Standing", "verified"]
