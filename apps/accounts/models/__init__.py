"""People with accounts, their devices and addresses."""

from apps.accounts.models.addresses import SavedAddress
from apps.accounts.models.erasure import ErasureRequest, FormerCustomer
from apps.accounts.models.sessions import LoginSession, RefreshOutcome, RevokeReason
from apps.accounts.models.tokens import MailedToken, ResetAsk, TokenKind
from apps.accounts.models.users import User

__all__ = [
    "ErasureRequest",
    "FormerCustomer",
    "LoginSession",
    "MailedToken",
    "RefreshOutcome",
    "ResetAsk",
    "RevokeReason",
    "SavedAddress",
    "TokenKind",
    "User",
]
