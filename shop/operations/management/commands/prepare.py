"""`manage.py prepare`: what a new or older database needs before the shop opens."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrates the database and, in demo mode, fills an empty shop. Repeating it is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("The tables are up to date.")
        if settings.DEMO:
            call_command("seed_demo", stdout=self.stdout)
        call_command("rebuild_listings", missing=True, stdout=self.stdout)
