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
    except BrokenPipeError:
        # Whoever read along, like `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
