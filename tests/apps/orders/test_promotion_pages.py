"""The list of promotions says in words what each takes off, for what, and when."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.orders.services import Condition, Reward, end_promotion, start_promotion
from shop.kernel import clock
from tests.shop.storefront.reader import Page

pytestmark = pytest.mark.django_db
LIST = reverse("admin:orders_promotion_changelist")
NOON = datetime(2027, 2, 28, 12, tzinfo=UTC)


@pytest.fixture
def boss(client):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


@pytest.mark.parametrize(
    ("reward", "words"),
    [
        (Reward(kind="percentage", percent=Decimal("0.125")), "12.5 %"),
        (Reward(kind="fixed", amount=Decimal(5), currency="EUR"), "5.00 EUR"),
        (Reward(kind="buy_get", buy=2, get=1), "1 of 3"),
        (Reward(kind="free_shipping"), "what sending costs"),
    ],
)
def test_every_kind_says_what_it_takes_off(boss, reward, words):
    started = start_promotion(name="Spring", reward=reward)

    listed = Page(boss.get(LIST)).text
    page = Page(boss.get(reverse("admin:orders_promotion_change", args=[started.pk]))).text

    assert words in listed
    assert "everything" in listed
    assert words in page


def test_conditions_are_words(boss):
    start_promotion(
        name="Spring",
        reward=Reward(kind="fixed", amount=Decimal(5), currency="EUR"),
        condition=Condition(
            minimum=Decimal(50), skus=["TEA-1", "CUP-1"], countries=["DE"], members_only=True
        ),
    )

    listed = Page(boss.get(LIST)).text

    assert "goods from 50.00 EUR on; CUP-1, TEA-1; sent to DE; members" in listed


def test_when_it_counts_is_written_as_clocks_show_it(boss):
    with clock.travelled_to(datetime(2027, 1, 1, tzinfo=UTC)):
        start_promotion(name="Spring", reward=Reward(kind="free_shipping"), begins=NOON)
        dropped = start_promotion(name="Not", reward=Reward(kind="free_shipping"), begins=NOON)
        end_promotion(promotion_id=dropped.pk)

    listed = Page(boss.get(LIST)).text

    assert "28 Feb. 2027, 12:00" in listed
    assert "further notice" in listed
    assert "never" in listed
