"""`manage.py appoint`: who works in the shop, and as what."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop.kernel.errors import DomainError
from shop.operations.roles import ROLES, appoint, dismiss


class Command(BaseCommand):
    help = "Gives an account exactly these roles in the admin site; without a role, none any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that the account signs in with")
        parser.add_argument("roles", nargs="*", help=", ".join(role.name for role in ROLES))

    def handle(self, *args: Any, **options: Any) -> None:
        email, roles = options["email"], options["roles"]
        try:
            if roles:
                appoint(email=email, roles=roles)
            else:
                dismiss(email=email)
        except DomainError as refusal:
            raise CommandError(refusal.sentence, returncode=1) from refusal
        self.stdout.write(f"{email}: {', '.join(roles) or 'no staff any more'}.")
