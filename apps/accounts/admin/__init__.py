"""What staff see of accounts, and what they may do."""

from django.contrib import admin

from apps.accounts.admin.devices import LoginSessionAdmin
from apps.accounts.admin.erasures import ErasureRequestAdmin
from apps.accounts.admin.signing_in import SignInForm
from apps.accounts.admin.users import UserAdmin

# Whoever guesses passwords of staff finds the same budgets as everywhere.
admin.site.login_form = SignInForm

__all__ = ["ErasureRequestAdmin", "LoginSessionAdmin", "UserAdmin"]
