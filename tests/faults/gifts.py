"""python -m tests.faults.gifts EMAIL=EUROS...: the shop gives so much to these members' wallets.

Works on the database that the environment names.
"""

import os
import sys
from decimal import Decimal

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    for gift in sys.argv[1:]:
        email, _, euros = gift.partition("=")
        _give(email, Decimal(euros))


def _give(email: str, euros: Decimal) -> None:
    # Imported late: models need Django.
    from apps.accounts.models import User
    from apps.payments.services import credit_wallet
    from shop.events.base import Money

    credit_wallet(
        customer_id=User.objects.get(email=email).customer_id,
        amount=Money(amount=euros, currency="EUR"),
        reason="promotion",
        key="burst",
    )


if __name__ == "__main__":
    main()
