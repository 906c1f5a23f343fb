import json
import os
import subprocess
import sys

import msgspec

from bench.processors import biggest_mb, cpu_ms, parent_of
from bench.results import Cpu, Figures, Grown, as_json, as_table, median_of, percentile


def figures(*, value: float = 212.0, web: float = 5.9, errors: int = 0) -> Figures:
    return Figures(
        bench="orders",
        case="one-line",
        value=value,
        unit="orders/s",
        per_2cpu_s=260.1,
        cpu_ms=Cpu(web=web, db=1.8),
        p50_ms=31.0,
        p99_ms=80.2,
        statements=13,
        errors=errors,
        load=2.1,
    )


def test_a_case_is_one_json_object():
    assert json.loads(as_json(figures())) == {
        "bench": "orders",
        "case": "one-line",
        "value": 212.0,
        "unit": "orders/s",
        "per_2cpu_s": 260.1,
        "cpu_ms": {"web": 5.9, "db": 1.8, "worker": 0.0, "relay": 0.0, "kafka": 0.0},
        "p50_ms": 31.0,
        "p99_ms": 80.2,
        "statements": 13.0,
        "errors": 0,
        "load": 2.1,
    }


def test_the_middle_run_counts_and_no_error_is_forgotten():
    runs = [
        figures(value=180, web=7, errors=2),
        figures(value=250, web=5),
        figures(value=200, web=6, errors=1),
    ]

    middle = median_of(runs)

    assert (middle.value, middle.cpu_ms.web, middle.errors) == (200, 6, 3)


def test_the_table_names_only_processes_that_worked():
    *_, row = as_table([figures()]).splitlines()

    assert row == (
        "| orders | one-line | 212 orders/s | 260.1 | web 5.9 + db 1.8 | 31 | 80.2 | 13 | 0 | 2.1 |"
    )


def test_what_grows_says_how_much():
    grown = Grown(
        **{**msgspec.structs.asdict(figures(value=141.6)), "bench": "memory", "unit": "MB"},
        slope_mb_min=0.04,
    )

    assert json.loads(as_json(grown))["slope_mb_min"] == 0.04
    assert "| 142 MB, +0.04 MB/min |" in as_table([grown])


def test_a_percentile_is_a_value_that_was_measured():
    latencies = [float(number) for number in range(100, 0, -1)]

    assert (percentile(latencies, 0.5), percentile(latencies, 0.99)) == (51, 100)
    assert percentile([7.0], 0.99) == 7


def test_cpu_of_a_process_includes_what_its_ended_children_used():
    before = cpu_ms(os.getpid())

    busy = "import time\nwhile time.process_time() < 0.2: pass"
    subprocess.run([sys.executable, "-c", busy], check=True)  # noqa: S603 - our own line

    assert cpu_ms(os.getpid()) - before >= 150


def test_the_biggest_process_of_a_tree_is_weighed():
    own = biggest_mb(os.getpid())
    program = f"kept = b'x' * {int((own + 100) * 1e6)}; print(flush=True); input()"
    words = [sys.executable, "-c", program]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603
        child.stdout.readline()

        assert own + 100 < biggest_mb(os.getpid()) == biggest_mb(child.pid) < own + 200

        child.communicate(b"\n")


def test_a_child_knows_its_parent():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert parent_of(child.pid) == os.getpid()
        child.communicate(b"\n")
