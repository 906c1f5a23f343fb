"""Alarms and pictures ask for figures that processes really tell."""

import json
import re
import shutil
import subprocess

import pytest
import yaml
from prometheus_client import REGISTRY as OF_PROCESS
from prometheus_client import generate_latest

from apps.payments.services import refunds as of_refunds
from outbox_relay import counting
from outbox_relay.metrics import REGISTRY as OF_DATABASE
from shop.kernel import jobs
from shop.kernel.outbox import metrics as of_outbox
from shop.kernel.outside import metrics as of_firms
from shop.operations.reconcile.metrics import REGISTRY as OF_BOOKS
from tests.architecture.sources import ROOT

PROMETHEUS = ROOT / "docker/prometheus"
DASHBOARD = json.loads((ROOT / "docker/grafana/dashboards/tradewind.json").read_text())
HOW_TO = (ROOT / "docs/how-to/watch-the-shop.md").read_text()
# Whoever imports them makes them known.
TELLING = (counting, jobs, of_outbox, of_firms, of_refunds)
BY_PROMETHEUS = {"up"}
_NAME = re.compile(r"\b((?:outbox|outside|job|process|payments)_[a-z_]+|up)\b")


@pytest.fixture
def promtool():
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("needs promtool, which comes with prometheus")
    return found


def rules():
    groups = yaml.safe_load((PROMETHEUS / "alerts.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def questions_of_dashboard():
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", ())]


def told_names():
    """Every name that a scrape can have, of all processes."""
    families = [*OF_PROCESS.collect(), *OF_DATABASE.collect(), *OF_BOOKS.collect()]
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    return {
        f"{family.name}{ending}"
        for family in families
        for ending in endings.get(family.type, ("",))
    }


@pytest.mark.parametrize(
    "words",
    [("check", "config", "prometheus.yaml"), ("test", "rules", "alerts_test.yaml")],
    ids=["config", "rules"],
)
def test_promtool_agrees(promtool, words):
    judged = subprocess.run(  # noqa: S603 - our own files
        [promtool, *words], cwd=PROMETHEUS, capture_output=True, text=True, check=False
    )

    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_figures_are_named_as_prometheus_has_it(promtool, db):
    for registry in (OF_PROCESS, OF_DATABASE, OF_BOOKS):
        judged = subprocess.run(  # noqa: S603 - our own figures
            [promtool, "check", "metrics"],
            input=generate_latest(registry),
            capture_output=True,
            check=False,
        )

        assert judged.returncode == 0, judged.stderr


def test_every_alarm_is_tried_out_and_explained():
    tried = (PROMETHEUS / "alerts_test.yaml").read_text()

    for rule in rules():
        assert re.search(rf"alertname: {rule['alert']}\n\s+exp_alerts:\n", tried), rule["alert"]
        assert f"`{rule['alert']}`" in HOW_TO


def test_what_is_asked_for_is_told(db):
    asked = " ".join([*(rule["expr"] for rule in rules()), *questions_of_dashboard()])
    labels = {"outside_breaker_state"}

    names = set(_NAME.findall(asked))
    assert len(names) > 25
    assert names - told_names() - BY_PROMETHEUS - labels == set()
    assert labels <= told_names()


def test_the_dashboard_has_no_two_panels_in_one_place():
    places = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]

    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24
    assert all(TELLING)
