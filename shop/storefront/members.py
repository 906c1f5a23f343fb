"""What pages of members have in common, and what they keep in more than one context."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.queries import Profile, profile_of
from apps.accounts.services import change_profile
from apps.notifications.queries import phone_channel_of
from apps.notifications.services import choose_phone_channel
from shop.kernel.outbox.unit_of_work import unit_of_work

View = Callable[..., HttpResponse]

_signed_in = partial(login_required, login_url="storefront:sign_in")


def members_only(view: View) -> View:
    """The page asks strangers to sign in first, and comes back then."""
    guarded: View = never_cache(sensitive_post_parameters()(_signed_in(view)))
    return guarded


def member_of(request: HttpRequest) -> UUID:
    """Whose page it is. The view is for members only."""
    if isinstance(request.user, AnonymousUser):
        raise TypeError("This view is not for members only.")
    return request.user.customer_id


def shown_member(request: HttpRequest) -> Profile:
    """The member's profile. The view is for members only."""
    # Whoever is signed in has an account that is open.
    return cast(Profile, profile_of(member_of(request)))


@unit_of_work
def keep_profile(*, customer_id: UUID, phone_channel: str | None = None, **profile: Any) -> None:
    """The profile, and where short news go; None leaves that as it is.

    Raises what `change_profile` and `choose_phone_channel` raise.
    """
    change_profile(customer_id=customer_id, **profile)
    if phone_channel not in (None, phone_channel_of(customer_id)):
        choose_phone_channel(customer_id=customer_id, phone_channel=phone_channel)


def done(request: HttpRequest, sentence: str, *, then: str = "storefront:account") -> HttpResponse:
    """Says so on the next page."""
    messages.success(request, sentence)
    return redirect(then)
