from django.core.management.base import BaseCommand

from apps.orders.services import rebuild_timelines


class Command(BaseCommand):
    help = "Writes the timelines of all orders anew, from the events that are kept."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{rebuild_timelines()} entries are written.")
