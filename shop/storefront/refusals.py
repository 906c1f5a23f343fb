"""What the business refused, said where the visitor typed it."""

from django import forms

from shop.kernel.errors import DomainError


def explain(form: forms.Form, refusal: DomainError, *, beside: str | None = None) -> None:
    """Puts the refusal beside the fields that it names; else beside that one, or above all."""
    fields = refusal.details.get("fields")
    if not isinstance(fields, dict):
        form.add_error(beside, refusal.sentence)
        return
    for name, sentences in fields.items():
        form.add_error(name if name in form.fields else None, sentences)
