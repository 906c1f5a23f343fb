"""What every channel must do to be trusted with the shop's letters.

A test class of a channel inherits these tests and has the fixtures `channel`, `address` (somebody
who is there), `nobody` (an address that the channel refuses), `taken` (`taken()`: the id and the
text of every letter that came to `address`, in order) and `silenced` (the channel without anybody
at the other end).
"""

import pytest

from apps.notifications.gateways import Letter, Refused
from shop.kernel.errors import Unreachable
from shop.kernel.identity import new_id


def letter_to(address: str, text: str = "Grüße: it's on its way.", **changes: object) -> Letter:
    given = {"id": new_id(), "address": address, "subject": "News", "body": text, **changes}
    return Letter(**given)


class ChannelConformance:
    def test_a_letter_arrives_as_it_was_written_under_its_id(self, channel, address, taken):
        letter = letter_to(address)

        channel.send(letter)

        assert taken() == [(str(letter.id), "Grüße: it's on its way.")]

    def test_a_letter_that_is_sent_again_can_be_told_from_a_new_one(self, channel, address, taken):
        letter, other = letter_to(address), letter_to(address)

        for one in (letter, other, letter):
            channel.send(one)

        assert {letter_id for letter_id, _ in taken()} == {str(letter.id), str(other.id)}

    def test_a_letter_to_nobody_is_refused_and_the_error_says_nothing_of_whom(
        self, channel, nobody
    ):
        with pytest.raises(Refused) as refusal:
            channel.send(letter_to(nobody))

        assert refusal.value.code
        assert len(refusal.value.code) <= 64
        assert nobody not in str(refusal.value)
        assert refusal.value.__cause__ is None

    def test_a_channel_that_is_not_there_is_asked_again_later(self, silenced, address):
        with pytest.raises(Unreachable) as trouble:
            silenced.send(letter_to(address))

        assert address not in str(trouble.value)

    def test_a_channel_that_stays_away_is_left_alone(self, silenced, address, settings):
        for _ in range(settings.BREAKER_FAILURES):
            with pytest.raises(Unreachable):
                silenced.send(letter_to(address))

        with pytest.raises(Unreachable, match="left alone"):
            silenced.send(letter_to(address))
