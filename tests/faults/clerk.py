"""python -m tests.faults.clerk VOUCHER EMAIL=EUROS...: who works in the shop while others buy.

Gives so much to these members' wallets, makes the voucher, says that all is ready, and then takes
in whatever is sent back, until nobody holds the other end of stdin. Works on the database that the
environment names, also when that goes away and comes back.
"""

import os
import select
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal

import django

from shop.operations.running.programs import PROJECT

READY = "ready\n"
MOST_USES = 10_000
LOOKS_EVERY_SECONDS = 0.3


@contextmanager
def clerk_at_work(
    gifts: Mapping[str, str], *, voucher: str, environment: Mapping[str, str]
) -> Iterator[None]:
    """All is prepared; what is sent back is taken in until the block is left."""
    wallets = [f"{email}={euros}" for email, euros in gifts.items()]
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "tests.faults.clerk", voucher, *wallets],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as clerk:
        assert clerk.stdout
        assert clerk.stdout.readline() == READY
        yield
    assert clerk.returncode == 0


def main(voucher: str, gifts: Sequence[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    _make(voucher)
    for gift in gifts:
        email, _, euros = gift.partition("=")
        _give(email, Decimal(euros))
    sys.stdout.write(READY)
    sys.stdout.flush()
    while not select.select([sys.stdin], [], [], LOOKS_EVERY_SECONDS)[0]:
        _take_in()


def _make(voucher: str) -> None:
    # Imported late, as below: models need Django.
    from apps.orders.services import Condition, Reward, make_voucher, start_promotion

    promotion = start_promotion(
        name="A third less",
        reward=Reward(kind="percentage", percent=Decimal("0.33333")),
        condition=Condition(needs_voucher=True),
    )
    make_voucher(code=voucher, promotion_id=promotion.pk, slots=MOST_USES)


def _give(email: str, euros: Decimal) -> None:
    from apps.accounts.models import User
    from apps.payments.services import credit_wallet
    from shop.events.base import Money

    credit_wallet(
        customer_id=User.objects.get(email=email).customer_id,
        amount=Money(amount=euros, currency="EUR"),
        reason="promotion",
        key="burst",
    )


def _take_in() -> None:
    """All that is announced is here: one unit of each line for sale again, the others damaged."""
    from django.db import InterfaceError, OperationalError, connection

    from apps.orders.models import Return, ReturnState
    from apps.orders.rules import Arrived
    from apps.orders.services import receive_return

    try:
        for asked in Return.objects.filter(state=ReturnState.REQUESTED):
            units = dict(asked.lines.values_list("line_id", "quantity"))
            arrived = {line: Arrived(restocked=1, damaged=n - 1) for line, n in units.items()}
            receive_return(return_id=asked.pk, arrived=arrived)
    except (InterfaceError, OperationalError):
        connection.close()  # The database, or only this session, was killed: look again later.


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
