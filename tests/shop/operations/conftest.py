"""Staff of every role, each signed in to the admin site."""

from collections.abc import Callable

import pytest
from django.test import Client

from shop.operations.roles import appoint, grant_roles
from tests.factories.accounts import UserFactory


@pytest.fixture
def clerk(db) -> Callable[[str], Client]:
    """`clerk("support")`: the browser of somebody with that role; `.user` is who it is."""
    grant_roles()

    def sign_in(role: str) -> Client:
        user = UserFactory(email=f"{role}@example.com", password="!")
        appoint(email=user.email, roles=[role])
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in
