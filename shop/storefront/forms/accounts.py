"""What people type who want to be known."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from apps.notifications.queries import offered_phone_channels
from shop.storefront.forms.addresses import AddressForm
from shop.storefront.forms.fields import LONGEST_KEY, Email, Field, hidden_text, missing

LANGUAGES = {"en": "English", "de": "Deutsch"}
_PHONE_CHANNELS = {"sms": "SMS", "whatsapp": "WhatsApp"}


class KnownPassword(forms.CharField):
    """The password as it is; it is not shown again, whatever happens."""

    def __init__(self, *, label: str = "Password") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(
            label=label,
            max_length=256,
            strip=False,
            widget=widget,
            error_messages=missing(label),
        )


class NewPassword(forms.CharField):
    """A password as it shall be."""

    def __init__(self, *, label: str = "Password") -> None:
        super().__init__(
            label=label,
            max_length=256,
            strip=False,
            error_messages=missing(label),
            help_text="At least ten characters; a short sentence is easy to remember.",
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )


class SignInForm(forms.Form):
    """Who wants to sign in."""

    email = Email()
    password = KnownPassword()


class SignUpForm(forms.Form):
    """Who wants an account."""

    name = Field(label="Full name", autocomplete="name", max_length=200)
    email = Email()
    password = NewPassword()


class ForgottenForm(forms.Form):
    """Whose password was forgotten."""

    email = Email()


class ResetForm(forms.Form):
    """The password that replaces the forgotten one."""

    password = NewPassword(label="New password")


class PasswordForm(forms.Form):
    """The password as it is, and as it shall be."""

    current_password = KnownPassword(label="Password so far")
    password = NewPassword(label="New password")


class NewEmailForm(forms.Form):
    """Where mail shall go from now on."""

    email = Email()
    password = KnownPassword()


class LeaveForm(forms.Form):
    """Proof that it is the member who wants to be forgotten."""

    password = KnownPassword()


class ProfileForm(forms.Form):
    """How a member is called and reached."""

    name = Field(label="Full name", autocomplete="name", max_length=200)
    phone = Field(label="Phone", autocomplete="tel", max_length=32, required=False)
    phone_channel = forms.ChoiceField(
        label="News that cannot wait, to this phone",
        choices=lambda: [("", "No, by mail only"), *_phone_channels()],
        required=False,
        help_text="When a parcel is sent or a payment needs you.",
    )
    locale = forms.ChoiceField(label="Language of our mails")
    wants_news = forms.BooleanField(label="Mail me about new things in the shop", required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        known = str(initial["locale"])
        languages = cast(forms.ChoiceField, self.fields["locale"])
        languages.choices = list({known: known, **LANGUAGES}.items())
        if not offered_phone_channels():
            del self.fields["phone_channel"]

    def clean(self) -> dict[str, Any]:
        """A message needs a number that can be dialled from anywhere."""
        typed = super().clean() or self.cleaned_data
        phone = typed.get("phone", "")
        if typed.get("phone_channel") and phone and not phone.startswith("+"):
            self.add_error("phone", "Write it with + and the country's code, like +49 30 1234567.")
        return typed


class SavedAddressForm(AddressForm):
    """Where parcels may go; with the key of this page's one try."""

    key = hidden_text(max_length=LONGEST_KEY)


def _phone_channels() -> list[tuple[str, str]]:
    return [(name, _PHONE_CHANNELS.get(name, name)) for name in offered_phone_channels()]
