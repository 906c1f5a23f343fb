"""The container files cannot be run here, so what they name is held against the code."""

import re
from importlib.util import find_spec

import yaml

from tests.architecture.sources import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker/compose.yaml").read_text())
DOCKERFILE = (ROOT / "docker/Dockerfile").read_text()
ENGINES = {"postgres", "redis", "kafka", "prometheus", "grafana"}
PROCESSES = {"web", "live", "relay", "worker", "beat", "sandbox", "prepare"}


def test_every_process_and_engine_has_a_service():
    assert set(COMPOSE["services"]) == PROCESSES | ENGINES


def test_what_the_image_copies_exists():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)

    assert all((ROOT / name).exists() for line in copied for name in line.split())


def test_the_image_runs_as_nobody_special():
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)

    assert users == ["shop"]


def test_commands_name_modules_that_exist():
    commands = [service.get("command", "") for service in COMPOSE["services"].values()]
    modules = re.findall(r"(?:-m |--app |\d )((?:shop|config)[\w.]*)", " ".join(commands))

    assert {"config", "shop.sandbox", "shop.storefront.live"} <= set(modules)
    assert all(find_spec(module) for module in modules)


def test_variables_are_read_somewhere():
    source = "".join(
        (ROOT / name).read_text()
        for name in ("config/settings.py", "config/environment.py", "shop/sandbox/options.py")
    )
    variables = {
        name
        for service in PROCESSES
        for name in COMPOSE["services"][service].get("environment", {})
    }
    callbacks = {"PAYMENT_CALLBACK_URL", "COURIER_CALLBACK_URL", "SUPPLIER_CALLBACK_URL"}

    assert {name for name in variables - callbacks if f'"{name}"' not in source} == set()


def test_what_prometheus_asks_is_where_processes_answer():
    scraped = yaml.safe_load((ROOT / "docker/prometheus/prometheus.yaml").read_text())
    targets = {
        target
        for job in scraped["scrape_configs"]
        for static in job["static_configs"]
        for target in static["targets"]
    }
    told = {
        f"{name}:{address.rpartition(':')[2]}"
        for name, variable in (("worker", "WORKER_METRICS"), ("relay", "RELAY_METRICS"))
        for address in [COMPOSE["services"][name]["environment"][variable]]
    }

    assert targets == told | {"web:8000"}


def test_what_is_mounted_exists():
    mounted = [
        volume.split(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", ())
        if volume.startswith("./")
    ]

    assert len(mounted) == 3
    assert all((ROOT / "docker" / name).is_dir() for name in mounted)


def test_all_containers_share_every_secret():
    settings = (ROOT / "config/settings.py").read_text()
    secrets = set(re.findall(r'secret\("(\w+)"\)', settings))

    assert len(secrets) >= 5
    assert secrets <= set(COMPOSE["x-shop"]["environment"])
