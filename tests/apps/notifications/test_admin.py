import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.factories.notifications import ContactFactory, KnownOrderFactory, MessageFactory


@pytest.fixture
def staff(client, db, settings):
    # WhiteNoise warns of a missing STATIC_ROOT unless it looks for files anew on each request.
    settings.WHITENOISE_AUTOREFRESH = True
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "battery"))
    return client


@pytest.mark.parametrize(
    ("name", "factory"),
    [("contact", ContactFactory), ("knownorder", KnownOrderFactory), ("message", MessageFactory)],
)
def test_staff_look_but_change_nothing(staff, name, factory):
    row = factory()
    changed = reverse(f"admin:notifications_{name}_change", args=[row.pk])

    listed = staff.get(reverse(f"admin:notifications_{name}_changelist"), {"q": str(row.pk)})

    assert str(row.pk) in listed.content.decode()
    assert staff.get(changed).status_code == 200
    assert staff.post(changed, {}).status_code == 403
    assert staff.get(reverse(f"admin:notifications_{name}_add")).status_code == 403
    assert (
        staff.post(reverse(f"admin:notifications_{name}_delete", args=[row.pk])).status_code == 403
    )
