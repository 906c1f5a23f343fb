import sys

from shop import engines
from tests.shop.engines import observers


def command(*words):
    return observers.to_the_end(sys.executable, "-m", "shop.engines", *words)


def test_the_engines_are_started_shown_and_stopped_by_command(folder):
    started = command("start", "--folder", str(folder))
    shown = command("status", "--folder", str(folder))
    stopped = command("stop", "--folder", str(folder))

    assert "PostgreSQL answers at 127.0.0.1:" in started.stdout
    assert shown.stdout == started.stdout
    assert stopped.stdout == "Both engines are stopped.\n"
    assert observers.processes_of(folder) == []


def test_a_shell_can_take_the_addresses_over(folder):
    database, cache = engines.start_postgres(folder), engines.start_valkey(folder)
    exports = command("env", "--folder", str(folder)).stdout

    shown = observers.to_the_end("/bin/sh", "-c", f'{exports} echo "$DATABASE_URL $REDIS_URL"')

    assert shown.stdout == f"{database} {cache}\n"


def test_addresses_of_engines_that_do_not_run_are_refused_with_advice(empty_folder):
    answer = command("env", "--folder", str(empty_folder))

    assert answer.returncode == 1
    assert "Start them with `python -m shop.engines start`" in answer.stderr
