from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from shop.kernel.errors import InvalidInput, NotFound
from shop.operations.logins import DEMO_LOGINS
from shop.operations.roles import ROLES, Role, appoint, grant_roles
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def permissions_of(name):
    found = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{it.content_type.app_label}.{it.codename}" for it in found}


def test_roles_are_made_once_and_stay():
    assert grant_roles() == len(ROLES)
    assert grant_roles() == 0
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}


def test_a_role_that_was_tampered_with_is_put_right():
    grant_roles()
    group = Group.objects.get(name="warehouse")
    group.permissions.set(Group.objects.get(name="finance").permissions.all())

    assert grant_roles() == 1
    assert "payments.change_refund" not in permissions_of("warehouse")


def test_a_star_covers_models_that_come_later():
    grant_roles([Role(name="counter", sees=("inventory.*",))])

    assert permissions_of("counter") >= {"inventory.view_stock", "inventory.view_movement"}
    assert not any("change" in name for name in permissions_of("counter"))


@pytest.mark.parametrize("role", [{"sees": ("orders.oder",)}, {"sees": (), "does": ("a.b",)}])
def test_a_misspelt_plan_is_refused_with_what_to_do(role):
    with pytest.raises(LookupError, match=r"correct it in shop/operations/roles/plan\.py"):
        grant_roles([Role(name="typist", **role)])


def test_who_is_appointed_gets_exactly_these_roles():
    grant_roles()
    user = UserFactory(email="ada@example.com")

    appoint(email="Ada@example.com", roles=["support", "finance"])
    appoint(email="ada@example.com", roles=["warehouse"])

    user.refresh_from_db()
    assert user.is_staff
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == ["warehouse"]


def test_nobody_is_appointed_without_a_role_that_there_is():
    grant_roles()
    UserFactory(email="ada@example.com")

    with pytest.raises(InvalidInput, match="finance, merchandiser, purchaser, support, warehouse"):
        appoint(email="ada@example.com", roles=["boss"])
    with pytest.raises(NotFound, match="register it first"):
        appoint(email="eve@example.com", roles=["support"])


def test_the_command_appoints_and_dismisses():
    grant_roles()
    user = UserFactory(email="ada@example.com")

    call_command("appoint", "ada@example.com", "support", stdout=StringIO())
    user.refresh_from_db()
    was_staff = user.is_staff
    call_command("appoint", "ada@example.com", stdout=StringIO())

    user.refresh_from_db()
    assert (was_staff, user.is_staff, user.groups.count()) == (True, False, 0)
    with pytest.raises(CommandError, match="register it first"):
        call_command("appoint", "eve@example.com", "support")


def test_the_demo_has_a_login_for_every_role():
    assert {login.staff_role for login in DEMO_LOGINS} == {"", *(role.name for role in ROLES)}


def test_a_superuser_needs_no_role():
    boss = get_user_model().objects.create_superuser("boss@example.com", "-")

    assert boss.has_perm("orders.change_order")
