import io

from shop.operations.running.log import Log


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    attempts = 0

    def write(self, text: str) -> int:
        self.attempts += 1
        raise BrokenPipeError


def test_every_line_begins_with_who_says_it():
    out = io.StringIO()
    log = Log(out)

    log.say("The shop is open.\nCome in.")
    log.repeat("web", "answered 200\n")

    assert out.getvalue().splitlines() == [
        "tradewind | The shop is open.",
        "tradewind | Come in.",
        "web       | answered 200",
    ]


def test_a_terminal_sees_each_speaker_in_a_colour_of_its_own(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    log = Log(out)

    log.repeat("web", "one")
    log.repeat("relay", "two")
    log.repeat("web", "three")

    colours = [line.partition("m")[0] for line in out.getvalue().splitlines()]
    assert colours[0] == colours[2] != colours[1]


def test_colours_can_be_declined(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()

    Log(out).repeat("web", "one")

    assert out.getvalue() == "web       | one\n"


def test_a_reader_that_went_away_does_not_stop_the_shop():
    out = Gone()

    Log(out).say("Is anybody there?")

    assert out.attempts == 1
