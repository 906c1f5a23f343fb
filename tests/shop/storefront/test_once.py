"""What a form asks for is done once, whatever it asked for before."""

import pytest

from shop.kernel.identity import new_id
from shop.storefront.once import Pressed, do_once_or_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def press():
    """`press(2)`: the button of one page, with a wish; `press.done` is what came of it."""
    pressed = Pressed(customer_id=new_id(), form="units", key=str(new_id()))

    def button(wish: int) -> None:
        do_once_or_anew(pressed, wish, lambda: button.done.append(wish))

    button.done = []
    return button


def test_two_clicks_are_one(press):
    press(1)
    press(1)

    assert press.done == [1]


def test_another_wish_of_the_same_page_is_done_and_two_clicks_on_it_are_one(press):
    press(1)
    press(2)
    press(2)

    assert press.done == [1, 2]
