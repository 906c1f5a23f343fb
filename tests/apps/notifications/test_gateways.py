import email
import socket
from email import policy

import pytest

from apps.notifications.gateways import EmailChannel, Letter, Refused, channel_called
from shop.kernel.errors import Unreachable
from shop.kernel.identity import new_id
from tests.apps.notifications.smtp_server import mail_server


@pytest.fixture
def send(settings):
    """`send(port)`: one letter, by SMTP, to the server at that port."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "Tradewind <shop@tradewind.example>"

    def run(port, **changes):
        settings.EMAIL_PORT = port
        letter = {
            "id": new_id(),
            "address": "ada@example.com",
            "subject": "Grüße",
            "body": "It's on its way.\n",
        }
        letter = Letter(**{**letter, **changes})
        EmailChannel().send(letter)
        return letter

    return run


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_letter_arrives_as_it_was_written_under_the_id_of_its_message(send):
    with mail_server() as server:
        letter = send(server.port)

    (taken,) = server.letters
    arrived = email.message_from_bytes(taken, policy=policy.default)
    assert arrived["Message-ID"] == f"<{letter.id}@tradewind.example>"
    assert arrived["To"] == "ada@example.com"
    assert arrived["Subject"] == "Grüße"
    assert arrived.get_content().strip() == "It's on its way."


def test_a_letter_that_is_sent_again_has_the_same_id(send):
    same = new_id()
    with mail_server() as server:
        send(server.port, id=same)
        send(server.port, id=same)

    first, second = [email.message_from_bytes(taken)["Message-ID"] for taken in server.letters]
    assert first == second


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"RCPT": b"550 5.1.1 no such ada@example.com"}, "smtp_550"),
        ({"MAIL": b"553 not from you"}, "smtp_553"),
        ({"LETTER": b"554 looks like spam"}, "smtp_554"),
    ],
)
def test_a_permanent_no_is_a_refusal_with_its_code_only(send, answers, code):
    with mail_server(**answers) as server, pytest.raises(Refused) as refusal:
        send(server.port)

    assert refusal.value.code == code
    assert "ada" not in str(refusal.value)


@pytest.mark.parametrize(
    "answers",
    [
        {"RCPT": b"450 4.2.1 mailbox of ada@example.com busy"},
        {"MAIL": b"451 later"},
        {"LETTER": b"452 disk full"},
        {"CONNECT": b"554 go away"},
        {"EHLO": b"", "HELO": b""},
        {"DATA": b""},
    ],
)
def test_anything_less_than_a_permanent_no_is_asked_again(send, answers):
    with mail_server(**answers) as server, pytest.raises(Unreachable) as trouble:
        send(server.port)

    assert "ada" not in str(trouble.value)
    assert trouble.value.__cause__ is None


def test_a_server_that_is_not_there_is_unreachable(send):
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        send(free_port())


@pytest.mark.parametrize(
    "changes", [{"address": "not an\naddress"}, {"address": "gräfin"}, {"subject": "two\nlines"}]
)
def test_a_letter_that_no_mail_can_carry_is_refused(send, changes):
    with mail_server() as server, pytest.raises(Refused, match="malformed_letter"):
        send(server.port, **changes)

    assert server.letters == []


def test_the_backend_of_the_demo_writes_letters_to_files(send, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    letter = send(free_port())

    (file,) = tmp_path.iterdir()
    assert f"Message-ID: <{letter.id}@tradewind.example>" in file.read_text()


def test_channels_are_registered_by_name(settings):
    assert isinstance(channel_called("email"), EmailChannel)

    settings.NOTIFICATION_CHANNELS = {"email": "tests.apps.notifications.channels.SilentChannel"}
    assert type(channel_called("email")).__name__ == "SilentChannel"
    with pytest.raises(LookupError, match="No channel is called pigeon"):
        channel_called("pigeon")
