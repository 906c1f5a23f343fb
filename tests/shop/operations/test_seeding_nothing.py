"""Where there is no demo shop, there is nothing to be filled."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.catalog.models import Product


def test_a_shop_that_is_no_demo_gets_neither_goods_nor_passwords(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo", stdout=StringIO())

    assert not User.objects.exists()
    assert not Product.objects.exists()


def test_without_a_demo_shop_there_is_no_past(db):
    with pytest.raises(CommandError, match="seed_demo"):
        call_command("play_demo_history")
