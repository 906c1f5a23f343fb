"""python -m shop.engines start|stop|status|env [--folder FOLDER]"""

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from shop import engines


def start(folder: Path) -> Iterator[str]:
    yield _line("PostgreSQL", engines.start_postgres(folder))
    yield _line("Valkey", engines.start_valkey(folder))


def stop(folder: Path) -> Iterator[str]:
    engines.stop(folder)
    yield "Both engines are stopped."


def status(folder: Path) -> Iterator[str]:
    yield _line("PostgreSQL", engines.address_of_postgres(folder))
    yield _line("Valkey", engines.address_of_valkey(folder))


def env(folder: Path) -> Iterator[str]:
    yield _export("DATABASE_URL", engines.address_of_postgres(folder))
    yield _export("REDIS_URL", engines.address_of_valkey(folder))


COMMANDS: dict[str, Callable[[Path], Iterator[str]]] = {
    "start": start,
    "stop": stop,
    "status": status,
    "env": env,
}


def main() -> int:
    chosen = _arguments()
    try:
        for line in COMMANDS[chosen.command](chosen.folder):
            sys.stdout.write(f"{line}\n")
    except engines.EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m shop.engines", description="The embedded PostgreSQL and Valkey."
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--folder", type=Path, default=engines.DEFAULT_FOLDER)
    return parser.parse_args()


def _line(name: str, address: str | None) -> str:
    if address is None:
        return f"{name} is not running."
    parts = urlsplit(address)
    return f"{name} answers at {parts.hostname}:{parts.port}."


def _export(variable: str, address: str | None) -> str:
    if address is None:
        raise engines.EngineError(
            "The engines are not running. Start them with `python -m shop.engines start`."
        )
    return f"export {variable}={shlex.quote(address)}"


if __name__ == "__main__":
    sys.exit(main())
