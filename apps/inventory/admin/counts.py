from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.inventory.admin.count_lines import HELP, read_counts, read_skus
from apps.inventory.models import CountSheet
from apps.inventory.queries import ReportedLine, VarianceReport, variance_report, with_progress
from apps.inventory.services import cancel_count, enter_counts, open_count, post_count
from shop.kernel.admin import ServiceAdmin
from shop.kernel.admin.clicks import done_per_click, key_field
from shop.kernel.errors import InvalidInput

_OPENING = ("warehouse", "skus", "note", "key")
_COUNTING = ("step", "counts", "key")
_SHOWN = ("warehouse", "state", "note", "created_at", "ended_at", "report")

_HEADINGS = ("SKU", "Expected", "Counted", "Variance", "Reason")


def _text(help_text: str) -> forms.CharField:
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10, "cols": 60}), required=False, help_text=help_text
    )


class NewSheetForm(forms.ModelForm[CountSheet]):
    """What is to be counted."""

    skus = _text("One SKU a line. Empty: all that the warehouse stocks.")
    key = key_field()

    class Meta:
        model = CountSheet
        fields: list[str] = []


class CountForm(forms.ModelForm[CountSheet]):
    """What is done with an open sheet."""

    step = forms.ChoiceField(
        label="What to do",
        choices=[
            ("enter", "Enter counts"),
            ("post", "Post: the books take over the variances"),
            ("cancel", "Cancel: nothing of it counts"),
        ],
    )
    counts = _text(HELP)
    key = key_field()


@admin.register(CountSheet)
class CountSheetAdmin(ServiceAdmin):
    """Sheets are opened, filled in, and posted or cancelled; what has ended only shows."""

    form = CountForm
    add_form = NewSheetForm
    list_display = ("created_at", "warehouse", "state", "progress", "note", "ended_at")
    list_filter = ("state", "warehouse")
    autocomplete_fields = ("warehouse",)
    search_fields = ("=id", "note")
    search_help_text = "The id of a sheet, or words of its note"
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountSheet]:
        return with_progress(super().get_queryset(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The second click on a form comes when the sheet may have ended, and is no mistake.
        is_asked = obj is None or obj.is_open or request.method == "POST"
        return is_asked and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return _SHOWN if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return _OPENING
        return (*_SHOWN, *(_COUNTING if self.has_change_permission(request, obj) else ()))

    def save_model(self, request: HttpRequest, obj: CountSheet, form: Any, change: Any) -> None:
        said = form.cleaned_data
        if change:
            done_per_click(request, f"count {obj.pk}", said, partial(_done, obj.pk, said))
        else:
            obj.pk = UUID(done_per_click(request, "count", said, partial(_opened, said)))

    @admin.display(description="counted")
    def progress(self, sheet: Any) -> str:
        return f"{sheet.lines_done or 0} of {sheet.lines_on_it or 0}"

    @admin.display(description="variance report")
    def report(self, sheet: CountSheet) -> SafeString:
        return _shown(variance_report(sheet.pk))


def _opened(said: Mapping[str, Any]) -> str:
    sheet = open_count(
        warehouse=said["warehouse"].pk, skus=read_skus(said["skus"]), note=said["note"]
    )
    return str(sheet.pk)


def _done(sheet_id: UUID, said: Mapping[str, Any]) -> str:
    if said["step"] != "enter" and said["counts"].strip():
        raise InvalidInput("These counts are not entered yet: enter them, and look at the report.")
    match said["step"]:
        case "enter":
            enter_counts(sheet_id=sheet_id, counts=read_counts(said["counts"]))
        case "post":
            post_count(sheet_id=sheet_id)
        case "cancel":
            cancel_count(sheet_id=sheet_id)
    return ""


def _shown(report: VarianceReport) -> SafeString:
    return format_html(
        "<p>{}</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        _totals(report),
        format_html_join("", '<th scope="col">{}</th>', ((each,) for each in _HEADINGS)),
        format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            (_cells(line) for line in report.lines),
        ),
    )


def _totals(report: VarianceReport) -> str:
    return (
        f"{report.lines_counted} counted, {len(report.not_counted)} not counted,"
        f" {report.lines_with_variance} with a variance:"
        f" {report.units_over:,} units over, {report.units_short:,} short."
    )


def _cells(line: ReportedLine) -> tuple[object, ...]:
    if line.variance is None:
        return line.sku, "", "not counted", "", ""
    return (
        line.sku,
        line.expected,
        line.counted,
        f"{line.variance:+}" if line.variance else 0,
        line.reason,
    )
