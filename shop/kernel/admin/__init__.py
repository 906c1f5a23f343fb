"""Admin pages that only show: what changes the business goes through its services.

Lists stay quick however many rows there are: `tests/architecture/test_admin.py` counts queries.
"""

from shop.kernel.admin.callbacks import CallbackAdmin
from shop.kernel.admin.columns import amount, moment
from shop.kernel.admin.fields import currency_field
from shop.kernel.admin.pages import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from shop.kernel.admin.paging import EstimatingPaginator

__all__ = [
    "CallbackAdmin",
    "EstimatingPaginator",
    "ReadOnlyAdmin",
    "ReadOnlyInline",
    "ServiceAdmin",
    "amount",
    "currency_field",
    "moment",
]
