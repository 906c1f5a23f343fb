"""The ways in which accounts says no."""

from shop.kernel.errors import DomainError, InvalidInput


class EmailTaken(DomainError):
    """Somebody has an account with this address already."""

    code = "email_taken"


class WeakPassword(InvalidInput):
    """The password is too easy to guess; the sentence says why."""

    code = "weak_password"


class WrongCredentials(DomainError):
    """Unknown address, wrong password or closed account: never told which."""

    code = "wrong_credentials"
    status = 401


class RefreshRefused(DomainError):
    """The refresh token opens nothing (any more): its holder has to log in again."""

    code = "refresh_refused"
    status = 401


class RefreshSuperseded(DomainError):
    """A twin of this request was first a moment ago, and its tokens are the ones to use."""

    code = "refresh_superseded"


class WrongPassword(InvalidInput):
    """Whoever is signed in does not know the account's password."""

    code = "wrong_password"


class TokenRefused(InvalidInput):
    """The mailed token opens nothing (any more): it was used, it expired, or it never was."""

    code = "token_refused"


class TooManyAddresses(DomainError):
    """The member's address book is full."""

    code = "too_many_addresses"


class NewsUnderWay(DomainError):
    """Somebody has yet to hear what was told of the person, and could not read it any more."""

    code = "news_under_way"


class StaffAccount(DomainError):
    """Accounts that open the admin site are not erased by themselves."""

    code = "staff_account"
