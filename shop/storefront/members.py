"""What pages of members have in common."""

from collections.abc import Callable
from functools import partial
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.queries import Profile, profile_of

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


def done(request: HttpRequest, sentence: str, *, then: str = "storefront:account") -> HttpResponse:
    """Says so on the next page."""
    messages.success(request, sentence)
    return redirect(then)
