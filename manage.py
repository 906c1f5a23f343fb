#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from shop.kernel.postgres.base import NoDatabase

    try:
        execute_from_command_line(sys.argv)
    except NoDatabase as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
