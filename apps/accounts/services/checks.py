"""What is typed about a user, refused by the name of its field."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import EmailField
from django.views.decorators.debug import sensitive_variables

from apps.accounts.models import User
from apps.accounts.rules.budgets import PASSWORD_OF_MEMBER
from apps.accounts.rules.contacts import LONGEST_EMAIL, plain_address
from apps.accounts.rules.refusals import WeakPassword, WrongPassword
from shop.kernel import limits
from shop.kernel.errors import InvalidInput

_MAILBOX = EmailField(max_length=LONGEST_EMAIL, validators=[plain_address])


def check_fields(row: Model, *, left_out: frozenset[str] = frozenset()) -> None:
    """Raises InvalidInput that names every field which does not fit."""
    try:
        row.clean_fields(exclude=left_out)
    except ValidationError as error:
        sentences = [f"{field}: {' '.join(said)}" for field, said in error.message_dict.items()]
        raise InvalidInput(" ".join(sentences), details={"fields": error.message_dict}) from error


def check_email(email: str) -> None:
    """Raises InvalidInput unless mail could go there."""
    try:
        _MAILBOX.clean(email)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise InvalidInput(
            f"email: {sentence}", details={"fields": {"email": error.messages}}
        ) from error


@sensitive_variables("password")
def check_new_password(password: str, user: User) -> None:
    """Raises WeakPassword with the reasons."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise WeakPassword(sentence, details={"fields": {"password": error.messages}}) from error


@sensitive_variables("password")
def confirm_password(password: str, user: User, *, field: str) -> None:
    """Raises WrongPassword that names `field`, LimitReached for who guesses too often."""
    limits.require(PASSWORD_OF_MEMBER, str(user.customer_id))
    if not user.check_password(password):
        sentence = "That is not the password of this account."
        raise WrongPassword(sentence, details={"fields": {field: [sentence]}})
    limits.give_back(PASSWORD_OF_MEMBER, str(user.customer_id))
