"""The container files cannot be run here, so what they name is held against the code."""

import re
from importlib.util import find_spec

import yaml

from tests.architecture.sources import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker/compose.yaml").read_text())
DOCKERFILE = (ROOT / "docker/Dockerfile").read_text()
PROCESSES = {"web", "live", "relay", "worker", "beat", "sandbox", "prepare"}


def test_every_process_and_engine_has_a_service():
    assert set(COMPOSE["services"]) == {*PROCESSES, "postgres", "redis", "kafka"}


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
    callbacks = {"PAYMENT_CALLBACK_URL", "COURIER_CALLBACK_URL"}

    assert {name for name in variables - callbacks if f'"{name}"' not in source} == set()


def test_all_containers_share_every_secret():
    settings = (ROOT / "config/settings.py").read_text()
    secrets = set(re.findall(r'secret\("(\w+)"\)', settings))

    assert len(secrets) >= 5
    assert secrets <= set(COMPOSE["x-shop"]["environment"])
