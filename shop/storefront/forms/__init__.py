"""What visitors type, and what browsers are told about it."""

from shop.storefront.forms.accounts import SignInForm, SignUpForm
from shop.storefront.forms.carts import AddForm, ChangeForm
from shop.storefront.forms.checkout import (
    ADDRESS_FIELDS,
    ANOTHER_ADDRESS,
    CheckoutForm,
    Known,
    SeenForm,
)
from shop.storefront.forms.fields import MOST_UNITS

__all__ = [
    "ADDRESS_FIELDS",
    "ANOTHER_ADDRESS",
    "MOST_UNITS",
    "AddForm",
    "ChangeForm",
    "CheckoutForm",
    "Known",
    "SeenForm",
    "SignInForm",
    "SignUpForm",
]
