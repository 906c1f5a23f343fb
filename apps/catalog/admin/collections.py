from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.catalog import services
from apps.catalog.admin.lines import lines_field, show
from apps.catalog.models import Collection, CollectionKind
from apps.catalog.queries.collections import handles_in, ids_of_handles, rule_lines_of
from apps.catalog.rules.rule_lines import HELP, read_rules
from shop.kernel.admin import ServiceAdmin


class ManualCollectionForm(forms.ModelForm[Collection]):
    contents = lines_field("Handles of the products, one a line, in their order.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show(self, "contents", "\n".join(handles_in(self.instance.pk)))


class RuleCollectionForm(forms.ModelForm[Collection]):
    contents = lines_field(HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show(self, "contents", "\n".join(rule_lines_of(self.instance.pk)))


_FORMS: dict[str, type[forms.ModelForm[Collection]]] = {
    CollectionKind.MANUAL: ManualCollectionForm,
    CollectionKind.RULE: RuleCollectionForm,
}


@admin.register(Collection)
class CollectionAdmin(ServiceAdmin):
    list_display = ["title", "handle", "kind", "position"]
    list_filter = ["kind"]
    search_fields = ["=handle", "title", "handle"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["handle", "kind"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = ["handle", "title", "kind", "blurb", "position", "picture"]
        return [*fields, "contents"] if obj else fields

    def form_for(self, obj: Collection | None) -> type[forms.ModelForm[Collection]] | None:
        return _FORMS[obj.kind] if obj else None

    def save_model(self, request: HttpRequest, obj: Collection, form: Any, change: Any) -> None:
        if not change:
            obj.pk = services.create_collection(
                handle=obj.handle,
                kind=obj.kind,
                title=obj.title,
                blurb=obj.blurb,
                picture=obj.picture,
                position=obj.position,
            ).pk
            return
        if {"title", "blurb", "picture", "position"} & set(form.changed_data):
            services.revise_collection(
                collection_id=obj.pk,
                title=obj.title,
                blurb=obj.blurb,
                picture=obj.picture,
                position=obj.position,
            )
        if "contents" in form.changed_data:
            _fill(obj, form.cleaned_data["contents"])


def _fill(collection: Collection, text: str) -> None:
    if collection.kind == CollectionKind.RULE:
        services.set_rules(collection_id=collection.pk, rules=read_rules(text))
        return
    services.choose_products(collection_id=collection.pk, product_ids=ids_of_handles(text.split()))
