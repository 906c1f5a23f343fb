"""The shop's channels, each with a real other end."""

import email
import socket
from email import policy

import pytest

from apps.notifications.gateways import EmailChannel, Refused, SandboxSms, SandboxWhatsApp
from shop.kernel.errors import Unreachable
from tests.apps.notifications.channel_conformance import ChannelConformance, letter_to
from tests.apps.notifications.smtp_server import mail_server
from tests.shop.sandbox.process import running_sandbox

BUSY, STALLED = "+15005550002", "+15005550004"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestEmailChannel(ChannelConformance):
    @pytest.fixture
    def server(self):
        with mail_server() as server:
            yield server

    @pytest.fixture
    def channel(self, server, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        return EmailChannel()

    @pytest.fixture
    def silenced(self, channel, settings):
        settings.EMAIL_PORT = free_port()
        return channel

    @pytest.fixture
    def address(self):
        return "ada@example.com"

    @pytest.fixture
    def nobody(self, server):
        server.answers["RCPT"] = b"550 5.1.1 no such mailbox"
        return "nobody@example.com"

    @pytest.fixture
    def taken(self, server):
        def arrived():
            letters = [
                email.message_from_bytes(one, policy=policy.default) for one in server.letters
            ]
            return [
                (one["Message-ID"].strip("<>").partition("@")[0], one.get_content().strip())
                for one in letters
            ]

        return arrived


@pytest.fixture(scope="module")
def carriers(tmp_path_factory):
    with running_sandbox(tmp_path_factory.mktemp("carriers"), stall_seconds=600) as process:
        yield process


class PhoneConformance(ChannelConformance):
    @pytest.fixture
    def channel(self, carriers, settings):
        settings.SANDBOX_URL, settings.SANDBOX_SECRET = carriers.url, carriers.secret
        return self.channel_type()

    @pytest.fixture
    def silenced(self, channel, settings):
        settings.SANDBOX_URL = f"http://127.0.0.1:{free_port()}"
        return channel

    @pytest.fixture
    def address(self, request):
        # One sandbox serves all tests, so every test has a number of its own.
        return f"+4420{abs(hash(request.node.nodeid)) % 10**8:08}"

    @pytest.fixture
    def nobody(self):
        return "+15005550001"

    @pytest.fixture
    def taken(self, carriers, address):
        def arrived():
            with carriers.client() as client:
                kept = client.get("/control/phone-messages").json()
            return [(one["id"], one["text"]) for one in kept if one["to"] == address]

        return arrived

    def test_a_number_that_no_carrier_knows_is_refused(self, channel):
        with pytest.raises(Refused, match="carrier_422"):
            channel.send(letter_to("030 12345"))

    def test_a_busy_carrier_is_asked_again_later(self, channel):
        with pytest.raises(Unreachable, match="503"):
            channel.send(letter_to(BUSY))

    def test_a_letter_that_was_taken_without_an_answer_is_recognised(
        self, channel, carriers, settings
    ):
        letter = letter_to(STALLED)
        settings.OUTSIDE_TIMEOUT_SECONDS = 1
        with pytest.raises(Unreachable, match="no whole answer"):
            channel.send(letter)

        settings.OUTSIDE_TIMEOUT_SECONDS = 30
        channel.send(letter)

        with carriers.client() as client:
            kept = client.get("/control/phone-messages").json()
        assert [one["id"] for one in kept].count(str(letter.id)) == 1


class TestSandboxSms(PhoneConformance):
    channel_type = SandboxSms


class TestSandboxWhatsApp(PhoneConformance):
    channel_type = SandboxWhatsApp


def test_each_carrier_delivers_its_own_messages(carriers, settings):
    settings.SANDBOX_URL, settings.SANDBOX_SECRET = carriers.url, carriers.secret
    letter = letter_to("+442071234567")

    SandboxWhatsApp().send(letter)

    with carriers.client() as client:
        assert client.get(f"/phones/whatsapp/{letter.id}").status_code == 200
        assert client.get(f"/phones/sms/{letter.id}").status_code == 404
