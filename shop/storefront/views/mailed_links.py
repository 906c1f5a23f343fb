"""Where the links of mails lead to. A look uses nothing up: programs look at mail, too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.services import TokenRefused, ask_for_reset, reset_password, verify_email
from shop.kernel.api.callers import caller_address
from shop.kernel.errors import DomainError
from shop.storefront.forms import ForgottenForm, ResetForm
from shop.storefront.members import done, member_of, members_only
from shop.storefront.refusals import explain


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for a mail to set a new password; the answer never tells who has an account."""
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        try:
            ask_for_reset(**form.cleaned_data, address=caller_address(request))
        except DomainError as refusal:
            explain(form, refusal)
        else:
            return redirect("storefront:reset_asked")
    shown = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "storefront/account_forgotten.html", shown, status=status)


@require_GET
def reset_asked(request: HttpRequest) -> HttpResponse:
    """What happens next, if there is such an account."""
    return render(request, "storefront/account_reset_asked.html")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Sets a new password with the token of a mail."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        try:
            new = form.cleaned_data["password"]
            reset_password(secret=token, new=new, address=caller_address(request))
        except TokenRefused:
            return render(request, "storefront/account_reset_refused.html", status=422)
        except DomainError as refusal:
            explain(form, refusal)
        else:
            return done(request, "Sign in with your new password.", then="storefront:sign_in")
    shown = {"form": form}
    status = 422 if form.errors else 200
    return _secret(render(request, "storefront/account_reset.html", shown, status=status))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token of a mail, from the member who asked for it."""
    if request.method != "POST":
        shown = {"refusal": ""}
        return _secret(render(request, "storefront/account_verify.html", shown))
    try:
        user = verify_email(customer_id=member_of(request), secret=token)
    except DomainError as refusal:
        shown = {"refusal": refusal.sentence}
        return render(request, "storefront/account_verify.html", shown, status=422)
    return done(request, f"{user.email} is your verified address now.")


def _secret(response: HttpResponse) -> HttpResponse:
    """The page's own address is a secret: no other site is told that the visitor was here."""
    # With "no-referrer" browsers hide where the page's own form comes from, and it is refused.
    response["Referrer-Policy"] = "same-origin"
    return response
