"""Brings Django's groups in line with the plan of the roles."""

from collections.abc import Iterator, Mapping, Sequence

from django.contrib.auth.models import Group, Permission

from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.roles.plan import ROLES, Role


@unit_of_work
def grant_roles(roles: Sequence[Role] = ROLES) -> int:
    """Gives the group of every role exactly its permissions; returns how many groups changed.

    Raises LookupError if a role names a model or a permission that there is not.
    """
    known = _permissions()
    return sum(_grant(role, known) for role in roles)


def _grant(role: Role, known: Mapping[str, Permission]) -> bool:
    group, is_new = Group.objects.get_or_create(name=role.name)
    wanted = {known[name] for name in _names(role, known)}
    if not is_new and set(group.permissions.all()) == wanted:
        return False
    group.permissions.set(wanted)
    return True


def _permissions() -> dict[str, Permission]:
    permissions = Permission.objects.select_related("content_type")
    return {f"{it.content_type.app_label}.{it.codename}": it for it in permissions}


def _names(role: Role, known: Mapping[str, Permission]) -> Iterator[str]:
    for seen in role.sees:
        yield from _found(role, seen, _viewing(seen, known))
    for name in role.does:
        yield from _found(role, name, _doing(name, known))


def _viewing(seen: str, known: Mapping[str, Permission]) -> list[str]:
    app, model = seen.split(".")
    prefix = f"{app}.view_"
    return [name for name in known if name == prefix + model or (model == "*" and prefix in name)]


def _doing(name: str, known: Mapping[str, Permission]) -> list[str]:
    app, codename = name.split(".")
    return [it for it in known if it == name or (codename == "*" and it.startswith(f"{app}."))]


def _found(role: Role, wanted: str, names: list[str]) -> list[str]:
    if not names:
        raise LookupError(
            f"The role {role.name} names {wanted}, which there is not:"
            " correct it in shop/operations/roles/plan.py, or run `manage.py migrate`."
        )
    return names
