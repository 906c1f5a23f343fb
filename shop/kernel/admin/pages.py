from typing import Any

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from shop.kernel.admin.paging import EstimatingPaginator
from shop.kernel.admin.searching import exactly, somewhere
from shop.kernel.errors import DomainError


class _BigLists(admin.ModelAdmin[Any]):
    """What all of our lists have in common."""

    paginator = EstimatingPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The row that is named exactly, else those that have every word somewhere."""
        term, names = search_term.strip(), self.get_search_fields(request)
        if not term:
            return queryset, False
        wanted = exactly(self.model, names, term)
        loose = somewhere(names, term)
        if wanted is not None and (loose is None or queryset.filter(wanted).exists()):
            return queryset.filter(wanted), False
        if loose is None:
            return queryset.none(), False
        repeats = any(lookup_spawns_duplicates(self.opts, name) for name in names)
        return queryset.filter(loose), repeats


class _NothingChanges:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(_NothingChanges, _BigLists):
    """A list and a page of facts."""


class ReadOnlyInline(_NothingChanges, admin.TabularInline[Any, Any]):
    """Facts that belong to the page's object."""

    extra = 0


_REFUSAL = "refusal_of_service"


class _Refused(ModelForm[Any]):
    """A form with good words that a service refused."""

    refusal: DomainError

    def clean(self) -> Any:
        self.add_error(None, self.refusal.sentence)
        return super().clean()


class ServiceAdmin(_BigLists):
    """Pages whose `save_model` calls a service, which brings its own transaction.

    The site's own one is left out. What a service refuses is shown again as it was typed, with the
    reason above it. What is new is asked for by `add_form`, if there is one.
    """

    add_form: type[ModelForm[Any]] | None = None

    def form_for(self, obj: Any) -> type[ModelForm[Any]] | None:
        """The form that asks for `obj`, or for what is new; None is the page's usual one."""
        return None if obj else self.add_form

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        if chosen := self.form_for(obj):
            kwargs["form"] = chosen
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, _REFUSAL, None)
        return type(form.__name__, (_Refused, form), {"refusal": refusal}) if refusal else form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return self._answer(request, object_id, form_url, extra_context)
        except DomainError as refusal:
            if request.method != "POST":
                raise
            setattr(request, _REFUSAL, refusal)
        return self._answer(request, object_id, form_url, extra_context)

    def _answer(self, request: HttpRequest, *asked: Any) -> HttpResponse:
        answer: HttpResponse = self._changeform_view(request, *asked)  # type: ignore[attr-defined]
        return answer

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
