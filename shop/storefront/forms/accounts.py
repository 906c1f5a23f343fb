"""What people type who want to be known."""

from django import forms

from shop.storefront.forms.fields import Email, Field


class SignInForm(forms.Form):
    """Who wants to sign in."""

    email = Email()
    password = forms.CharField(
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SignUpForm(forms.Form):
    """Who wants an account."""

    name = Field(label="Full name", autocomplete="name", max_length=200)
    email = Email()
    password = forms.CharField(
        max_length=256,
        strip=False,
        help_text="At least ten characters; a short sentence is easy to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
