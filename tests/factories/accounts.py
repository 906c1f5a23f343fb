"""People with accounts. Their password is `PASSWORD` unless told."""

from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from apps.accounts.models import LoginSession, User
from shop.kernel import clock

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
