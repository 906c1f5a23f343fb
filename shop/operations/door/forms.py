from django import forms

LONGEST_CODE = 100


class CodeForm(forms.Form):
    """What a scanner types, or somebody reads from a ticket."""

    code = forms.CharField(
        max_length=LONGEST_CODE,
        label="Scan or type the code",
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false", "size": 50}
        ),
    )
