from datetime import timedelta

from django.contrib.sessions.models import Session

from shop.kernel import clock
from shop.storefront.tasks import forget_expired_visits


def visit(key: str, *, ends_in: timedelta) -> Session:
    return Session.objects.create(session_key=key, expire_date=clock.now() + ends_in)


def test_a_visit_is_forgotten_when_its_cookie_expires(db):
    visit("over", ends_in=timedelta(seconds=-1))
    here = visit("here", ends_in=timedelta(days=1))

    assert forget_expired_visits() == 1
    assert list(Session.objects.all()) == [here]
