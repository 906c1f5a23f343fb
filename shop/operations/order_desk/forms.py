from django import forms


class ReasonForm(forms.Form):
    """Why something is done; whoever looks later reads it."""

    reason = forms.CharField(
        max_length=200,
        strip=True,
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )
