"""Who works in the shop: roles, what each may see and do, and who has which."""

from shop.operations.roles.appointing import appoint, dismiss
from shop.operations.roles.granting import grant_roles
from shop.operations.roles.plan import ROLES, Role

__all__ = ["ROLES", "Role", "appoint", "dismiss", "grant_roles"]
