from apps.inventory.services.sweeping import each_for_itself


def test_one_that_fails_does_not_stop_the_others(caplog):
    units = {"CUP": 2, "TEA": 3}

    assert each_for_itself(["CUP", "POT", "TEA"], lambda sku: units[sku]) == 5
    assert "POT could not be looked after" in caplog.text
