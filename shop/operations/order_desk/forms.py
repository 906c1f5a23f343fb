from django import forms

from shop.kernel.admin.clicks import key_field


class ReasonForm(forms.Form):
    """Why something is done; whoever looks later reads it."""

    key = key_field()
    reason = forms.CharField(
        max_length=200,
        strip=True,
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )
