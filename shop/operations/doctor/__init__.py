"""What is missing or wrong around the shop, and how to mend it. What is inside: `verify`."""

from shop.operations.doctor.findings import Ailment, Gravity
from shop.operations.doctor.report import Diagnosis, diagnosed

__all__ = ["Ailment", "Diagnosis", "Gravity", "diagnosed"]
