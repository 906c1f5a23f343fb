"""What nobody can use any more is not kept."""

from datetime import timedelta

from django.db.models import Q

from apps.accounts.models import LoginSession, MailedToken
from shop.kernel import clock
from shop.kernel.bites import delete_in_bites

SESSIONS_KEPT_FOR = timedelta(days=90)


def forget_ended_sessions() -> int:
    """Deletes sign-ins that ended or expired 90 days ago; returns how many."""
    long_ago = clock.now() - SESSIONS_KEPT_FOR
    ended = Q(revoked_at__lt=long_ago) | Q(expires_at__lt=long_ago)
    return delete_in_bites(LoginSession.objects.filter(ended))


def forget_expired_tokens() -> int:
    """Deletes what was mailed and opens nothing any more; returns how many."""
    return delete_in_bites(MailedToken.objects.filter(expires_at__lt=clock.now()))
