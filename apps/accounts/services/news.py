"""What the others are told. The user's row is locked or new when it is said."""

from apps.accounts.models import User
from shop.events.accounts import (
    CustomerContactChanged,
    EmailVerificationRequested,
    EmailVerified,
    MemberRecognised,
    PasswordChanged,
    PasswordResetRequested,
    UserUpdated,
)
from shop.kernel.bus import publish


def tell_contact(user: User) -> None:
    """How to reach the customer from now on."""
    publish(
        CustomerContactChanged(
            customer_id=user.customer_id,
            name=user.name,
            email=user.email,
            phone=user.phone,
            locale=user.locale,
        )
    )


def tell_update(user: User) -> None:
    """Something that accounts shows of the user is new."""
    publish(UserUpdated(user_id=user.customer_id, customer_id=user.customer_id))


def tell_verification(user: User, *, email: str, secret: str) -> None:
    """A mail with the secret is to go to that address."""
    publish(
        EmailVerificationRequested(
            user_id=user.customer_id, customer_id=user.customer_id, email=email, token=secret
        )
    )


def tell_verified(user: User) -> None:
    """The mailbox is the user's own."""
    publish(EmailVerified(user_id=user.customer_id, customer_id=user.customer_id, email=user.email))


def tell_sign_in(user: User) -> None:
    """The owner of the verified mailbox is here."""
    publish(
        MemberRecognised(user_id=user.customer_id, customer_id=user.customer_id, email=user.email)
    )


def tell_reset(user: User, *, secret: str) -> None:
    """A mail with the secret is to go to the user."""
    publish(
        PasswordResetRequested(
            user_id=user.customer_id,
            customer_id=user.customer_id,
            email=user.email,
            token=secret,
        )
    )


def tell_new_password(user: User) -> None:
    """The password is another one."""
    publish(PasswordChanged(user_id=user.customer_id, customer_id=user.customer_id))
