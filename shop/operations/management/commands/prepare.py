"""`manage.py prepare`: what a new or older database needs before the shop opens."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from shop.operations.roles import ROLES, grant_roles


class Command(BaseCommand):
    help = (
        "Migrates the database, brings the roles of the staff up to date and, in demo mode, fills"
        " an empty shop. Repeating it is safe."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("The tables are up to date.")
        self.stdout.write(f"{grant_roles()} of {len(ROLES)} roles are new or changed.")
        if settings.DEMO:
            call_command("seed_demo", stdout=self.stdout)
        call_command("rebuild_listings", missing=True, stdout=self.stdout)
