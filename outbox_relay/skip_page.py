"""The page that asks why, before the first event of a parked line is given up."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from outbox_relay.operating.giving_up import skip
from outbox_relay.operating.lines import line_of
from shop.kernel.errors import DomainError
from shop.kernel.models import OutboxParkedKey

LIST = "admin:kernel_outboxparkedkey_changelist"


class SkipForm(forms.Form):
    """Why it is given up; kept with the event."""

    reason = forms.CharField(
        max_length=500,
        strip=True,
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )


def skip_page(request: HttpRequest, parked_id: int) -> HttpResponse:
    """Asks for a reason, then gives up the head of the line. For superusers."""
    if not request.user.is_superuser:
        raise PermissionDenied
    parked = OutboxParkedKey.objects.filter(pk=parked_id).first()
    if parked is None:
        raise Http404("It is not parked any more: its events were handled meanwhile.")
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _skip(request, parked, form.cleaned_data["reason"])
        return redirect(LIST)
    return _page(request, parked, form)


def _skip(request: HttpRequest, parked: OutboxParkedKey, reason: str) -> None:
    try:
        report = skip(parked.consumer, parked.key, reason=reason, by=f"staff:{request.user.pk}")
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, report.text)


def _page(request: HttpRequest, parked: OutboxParkedKey, form: SkipForm) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Skip an event",
        "parked": parked,
        "head": line_of(parked.consumer, parked.key).first(),
        "form": form,
    }
    return TemplateResponse(request, "admin/outbox_relay/skip.html", context)
