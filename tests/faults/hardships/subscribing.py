"""python -m tests.faults.hardships.subscribing: the newcomer shall begin at the first event."""

import django

NEWCOMER = "newcomer"


def main() -> None:
    django.setup()
    from outbox_relay.operating.starting import BEGINNING, start
    from tests.faults.certificate.relay import prepare

    prepare()
    start(NEWCOMER, at=BEGINNING)


if __name__ == "__main__":
    main()
