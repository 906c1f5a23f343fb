"""What can be done with accounts."""

from apps.accounts.services.accounts import (
    change_contact,
    close_account,
    register_user,
    reopen_account,
)
from apps.accounts.services.sessions import (
    end_session,
    open_session,
    refresh_session,
    sign_in,
    sign_out,
    sign_out_everywhere,
)

__all__ = [
    "change_contact",
    "close_account",
    "end_session",
    "open_session",
    "refresh_session",
    "register_user",
    "reopen_account",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]
