"""What visitors type, and what browsers are told about it."""

from shop.storefront.forms.accounts import (
    ForgottenForm,
    LeaveForm,
    NewEmailForm,
    PasswordForm,
    ProfileForm,
    ResetForm,
    SavedAddressForm,
    SignInForm,
    SignUpForm,
)
from shop.storefront.forms.addresses import ADDRESS_FIELDS
from shop.storefront.forms.carts import AddForm, ChangeForm, SeatForm, VoucherForm
from shop.storefront.forms.checkout import (
    ANOTHER_ADDRESS,
    CheckoutForm,
    Known,
    SeenForm,
)
from shop.storefront.forms.fields import MOST_UNITS
from shop.storefront.forms.orders import FindForm, LostLinkForm, PressForm

__all__ = [
    "ADDRESS_FIELDS",
    "ANOTHER_ADDRESS",
    "MOST_UNITS",
    "AddForm",
    "ChangeForm",
    "CheckoutForm",
    "FindForm",
    "ForgottenForm",
    "Known",
    "LeaveForm",
    "LostLinkForm",
    "NewEmailForm",
    "PasswordForm",
    "PressForm",
    "ProfileForm",
    "ResetForm",
    "SavedAddressForm",
    "SeatForm",
    "SeenForm",
    "SignInForm",
    "SignUpForm",
    "VoucherForm",
]
