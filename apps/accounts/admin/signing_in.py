from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from apps.accounts.services import admit_guess
from shop.kernel.api.callers import caller_address
from shop.kernel.limits import LimitReached


class SignInForm(AdminAuthenticationForm):
    """The admin site's own form, for who does not guess too often."""

    def clean(self) -> dict[str, Any]:
        address = caller_address(self.request) if self.request else ""
        try:
            admit_guess(email=self.cleaned_data.get("username", ""), address=address)
        except LimitReached as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return super().clean()
