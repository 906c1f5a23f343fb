"""What can be done with accounts."""

from apps.accounts.rules.contacts import TypedAddress
from apps.accounts.rules.refusals import TokenRefused
from apps.accounts.services.accounts import (
    admit_sign_up,
    change_profile,
    close_account,
    register_user,
    reopen_account,
)
from apps.accounts.services.addresses import (
    add_address,
    change_address,
    prefer_address,
    remove_address,
)
from apps.accounts.services.emails import ask_for_new_email, ask_for_verification, verify_email
from apps.accounts.services.erasure import (
    erase_user,
    leave,
    look_again_later,
    note_former_customer,
    request_erasure,
)
from apps.accounts.services.forgetting import forget_ended_sessions, forget_expired_tokens
from apps.accounts.services.passwords import (
    answer_reset_ask,
    ask_for_reset,
    change_password,
    reset_password,
    send_reset,
)
from apps.accounts.services.sessions import (
    admit_guess,
    end_session,
    open_session,
    recognised_user,
    refresh_session,
    sign_in,
    sign_out,
    sign_out_everywhere,
)

__all__ = [
    "TokenRefused",
    "TypedAddress",
    "add_address",
    "admit_guess",
    "admit_sign_up",
    "answer_reset_ask",
    "ask_for_new_email",
    "ask_for_reset",
    "ask_for_verification",
    "change_address",
    "change_password",
    "change_profile",
    "close_account",
    "end_session",
    "erase_user",
    "forget_ended_sessions",
    "forget_expired_tokens",
    "leave",
    "look_again_later",
    "note_former_customer",
    "open_session",
    "prefer_address",
    "recognised_user",
    "refresh_session",
    "register_user",
    "remove_address",
    "reopen_account",
    "request_erasure",
    "reset_password",
    "send_reset",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "verify_email",
]
