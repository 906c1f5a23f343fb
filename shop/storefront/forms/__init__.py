"""What visitors type, and what browsers are told about it."""

from shop.storefront.forms.accounts import SignInForm, SignUpForm
from shop.storefront.forms.buying import AddressForm, BuyForm, SeenForm
from shop.storefront.forms.carts import AddForm, ChangeForm
from shop.storefront.forms.checkout import (
    ADDRESS_FIELDS,
    ANOTHER_ADDRESS,
    CheckoutForm,
)
from shop.storefront.forms.fields import MOST_UNITS

__all__ = [
    "ADDRESS_FIELDS",
    "ANOTHER_ADDRESS",
    "MOST_UNITS",
    "AddForm",
    "AddressForm",
    "BuyForm",
    "ChangeForm",
    "CheckoutForm",
    "SeenForm",
    "SignInForm",
    "SignUpForm",
]
