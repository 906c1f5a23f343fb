from pathlib import Path

import pytest

from shop.sandbox.options import read_options


def test_the_environment_speaks_where_the_command_line_is_silent(monkeypatch):
    monkeypatch.setenv("SANDBOX_PORT", "8200")
    monkeypatch.setenv("SANDBOX_DATA", "/srv/sandbox")
    monkeypatch.setenv("SANDBOX_SECRET", "from-environment")
    monkeypatch.setenv("PAYMENT_CALLBACK_URL", "http://shop.example/payments")
    monkeypatch.delenv("COURIER_CALLBACK_URL", raising=False)

    options = read_options(["--port=8300", "--slow-seconds=0.5"])

    assert options.port == 8300
    assert options.data == Path("/srv/sandbox")
    assert options.secret == "from-environment"  # noqa: S105 - guards nothing
    assert options.payment_callback_url == "http://shop.example/payments"
    assert options.courier_callback_url is None
    assert (options.slow_seconds, options.late_seconds) == (0.5, 900)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("--port=high", "a port is a number"),
        ("--port=70000", "a port is a number"),
        ("--slow-seconds=-1", "seconds must be a number from zero up"),
        ("--late-seconds=nan", "seconds must be a number from zero up"),
        ("--payment-callback-url=shop.example", "a URL starts with http"),
    ],
)
def test_a_wrong_option_ends_in_a_sentence(capsys, wrong, sentence):
    with pytest.raises(SystemExit):
        read_options(["--secret=secret", wrong])

    assert sentence in capsys.readouterr().err
