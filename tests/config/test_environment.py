import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


def test_a_given_secret_is_taken(monkeypatch):
    monkeypatch.setenv("JWT_SECRET", "a long random text")

    assert environment.secret("JWT_SECRET") == "a long random text"


def test_a_demo_makes_up_a_secret_for_each_purpose_and_keeps_it(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "STATE_DIR", tmp_path)
    monkeypatch.delenv("TRADEWIND_DEMO", raising=False)

    first, again, other = (environment.secret(name) for name in ("ONE", "ONE", "OTHER"))

    assert first == again != other
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_real_shop_without_a_secret_does_not_start(monkeypatch):
    monkeypatch.setenv("TRADEWIND_DEMO", "no")
    monkeypatch.delenv("JWT_SECRET", raising=False)

    with pytest.raises(ImproperlyConfigured, match="Set JWT_SECRET"):
        environment.secret("JWT_SECRET")


def test_an_address_of_a_database_may_hold_special_characters():
    settings = environment.database("postgresql://shop:p%40ss@db.example:5433/shop")

    assert (settings["PASSWORD"], settings["HOST"], settings["PORT"]) == (
        "p@ss",
        "db.example",
        "5433",
    )


def test_a_name_may_have_several_texts(monkeypatch):
    monkeypatch.setenv("CALLBACK_SECRETS", "payments/a=new==, payments/a=old,shipping/b=,c")

    assert environment.several("CALLBACK_SECRETS") == {
        "payments/a": ["new==", "old"],
        "shipping/b": [""],
        "c": [""],
    }


def test_the_readme_explains_every_variable():
    root = Path(environment.__file__).parents[1]
    settings = "".join((root / f"config/{name}.py").read_text() for name in ("settings", "logs"))
    readme = (root / "README.md").read_text()

    read = set(re.findall(r'(?:text|flag|words|pairs|several|secret)\("(\w+)"', settings))

    assert {name for name in read if f"`{name}`" not in readme} == set()
