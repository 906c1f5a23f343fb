"""Names what a run leaves out; with TRADEWIND_REQUIRE_ALL=1 nothing may be left out.

The processes of pytest-xdist, which do the tests, tell it to the one that reports.
"""

import os
from types import SimpleNamespace
from typing import Any

import pytest

NEEDING_KAFKA = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs Kafka when there is none."""
    if os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        return
    left_out = [item for item in items if item.get_closest_marker("needs_kafka")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    config.stash[NEEDING_KAFKA] = [item.nodeid for item in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every process collects all tests, so the first one that ends has told it all."""
    if NEEDING_KAFKA not in node.config.stash:
        names = getattr(node, "workeroutput", {}).get("left_out", [])
        node.config.stash[NEEDING_KAFKA] = names
        node.config.hook.pytest_deselected(items=[SimpleNamespace(nodeid=name) for name in names])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(NEEDING_KAFKA, [])
    elif _everything_is_required() and _number_left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if names := config.stash.get(NEEDING_KAFKA, []):
        terminalreporter.section(f"{len(names)} tests need Kafka and were left out")
        terminalreporter.write_line("They run when KAFKA_BOOTSTRAP_SERVERS names a broker:")
        for name in names:
            terminalreporter.write_line(f"  {name}")
    if _everything_is_required() and (number := _number_left_out(config)):
        terminalreporter.write_line(
            f"TRADEWIND_REQUIRE_ALL=1, and {number} tests were skipped or left out: failed.",
            red=True,
        )


def _everything_is_required() -> bool:
    return os.environ.get("TRADEWIND_REQUIRE_ALL") == "1"


def _number_left_out(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return sum(len(reporter.stats.get(kind, [])) for kind in ("skipped", "deselected"))
