"""People with accounts. Their password is `PASSWORD` unless told."""

from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from apps.accounts.models import (
    ErasureRequest,
    FormerCustomer,
    LoginSession,
    MailedToken,
    ResetAsk,
    SavedAddress,
    TokenKind,
    User,
)
from apps.accounts.rules.secrets import kept_form, new_secret
from shop.kernel import clock
from shop.kernel.identity import new_id

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = "Ada Lovelace"
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class LoginSessionFactory(DjangoModelFactory[LoginSession]):
    class Meta:
        model = LoginSession

    user = factory.SubFactory(UserFactory)
    user_agent = "Browser on a phone"
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class SavedAddressFactory(DjangoModelFactory[SavedAddress]):
    class Meta:
        model = SavedAddress

    user = factory.SubFactory(UserFactory)
    name = "Ada Lovelace"
    line1 = "12 St James's Square"
    postal_code = "SW1Y 4JH"
    city = "London"
    country = "GB"


class MailedTokenFactory(DjangoModelFactory[MailedToken]):
    """Mailed to the user's address as `secret`."""

    class Meta:
        model = MailedToken

    class Params:
        secret = factory.LazyFunction(new_secret)

    user = factory.SubFactory(UserFactory)
    kind = TokenKind.PASSWORD_RESET
    slot = 0
    email = factory.SelfAttribute("user.email")
    token_hash = factory.LazyAttribute(lambda token: kept_form(token.secret))
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(hours=1))


class ResetAskFactory(DjangoModelFactory[ResetAsk]):
    class Meta:
        model = ResetAsk

    email = factory.Sequence(lambda n: f"forgetful{n}@example.com")


class ErasureRequestFactory(DjangoModelFactory[ErasureRequest]):
    class Meta:
        model = ErasureRequest

    user = factory.SubFactory(UserFactory, is_active=False)


class FormerCustomerFactory(DjangoModelFactory[FormerCustomer]):
    class Meta:
        model = FormerCustomer

    customer_id = factory.LazyFunction(new_id)
    user = factory.SubFactory(UserFactory)
