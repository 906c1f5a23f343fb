from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from apps.catalog import services
from apps.catalog.admin.each import with_each
from apps.catalog.admin.lines import lines_field, read_pairs, show, written
from apps.catalog.admin.occasions import OCCASION_FIELDS, OccasionForm, schedule
from apps.catalog.models import (
    Category,
    FormerHandle,
    Product,
    ProductImage,
    ProductState,
    Variant,
)
from apps.catalog.queries import complete_products, draft_of, words_of
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin, amount
from shop.kernel.outbox.unit_of_work import unit_of_work

_FIELDS = [
    "handle",
    "title",
    "description",
    "brand",
    "product_type",
    "tags",
    "category",
    "tax_class",
    "picture",
]

# Names, and functions of the row, which the types of Django do not know here.
_VARIANT_COLUMNS: Any = (
    "stock_code", "option_values", amount("price"), amount("compare_at_price"), "currency",
    "barcode",
)  # fmt: skip


class NewProductForm(forms.ModelForm[Product]):
    """A product begins with one variant; more of them are added to it."""

    sku = forms.CharField(label="SKU", max_length=80, required=False)
    price = forms.DecimalField(max_digits=14, decimal_places=3)
    weight_grams = forms.IntegerField(min_value=0, initial=0)


class ProductForm(OccasionForm):
    attributes = lines_field("One a line: its code, a colon, and the words, like weight: 500 g.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show(self, "attributes", written(_words(self.instance).items()))


class VariantInline(ReadOnlyInline):
    model = Variant
    fields = readonly_fields = _VARIANT_COLUMNS
    show_change_link = True


class ImageInline(ReadOnlyInline):
    model = ProductImage
    fields = readonly_fields = ("position", "address", "alt", "state", "failure")
    show_change_link = True


class FormerHandleInline(ReadOnlyInline):
    model = FormerHandle
    fields = readonly_fields = ("handle", "created_at")


class BranchFilter(admin.SimpleListFilter):
    """By the roots of the tree, with everything below them."""

    title = "category"
    parameter_name = "branch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        roots = Category.objects.filter(parent=None)[:100]
        return [(str(root.pk), root.title) for root in roots]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        roots = [str(pk) for pk, _ in self.lookup_choices]
        chosen = self.value()
        return (
            queryset.filter(category__lineage__contains=[chosen]) if chosen in roots else queryset
        )


@admin.register(Product)
class ProductAdmin(ServiceAdmin):
    form = ProductForm
    add_form = NewProductForm
    list_display = ["title", "handle", "state", "brand", "category", "created_at"]
    list_filter = ["state", BranchFilter]
    list_select_related = ["category"]
    autocomplete_fields = ["category"]
    search_fields = [
        *("=handle", "=variants__sku", "=variants__stock_code"),
        *("title", "handle", "brand", "variants__sku", "variants__stock_code"),
    ]
    actions = ["publish_products", "withdraw_products"]

    def view_on_site(self, obj: Product) -> str | None:
        """Where shoppers see it, once they do."""
        shown = obj.state == ProductState.PUBLISHED
        return reverse("storefront:product", args=[obj.handle]) if shown else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["kind", "state", "option_names"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        new = ["sku", "price", "weight_grams"]
        known = ["attributes", *OCCASION_FIELDS, "kind", "state", "option_names"]
        return [*_FIELDS, *(known if obj else new)]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [VariantInline, ImageInline, FormerHandleInline] if obj else []

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: Any) -> None:
        if change:
            _revise(obj, form.cleaned_data)
        else:
            draft = _new_draft(obj, form.cleaned_data)
            obj.pk = services.create_product(draft=draft, picture=obj.picture).pk

    @admin.action(description="Offer for sale", permissions=["change"])
    def publish_products(self, request: HttpRequest, chosen: QuerySet[Product]) -> None:
        with_each(request, chosen, lambda pk: services.publish_product(product_id=pk))

    @admin.action(description="Withdraw from sale", permissions=["change"])
    def withdraw_products(self, request: HttpRequest, chosen: QuerySet[Product]) -> None:
        with_each(request, chosen, lambda pk: services.withdraw_product(product_id=pk))


def _words(product: Product) -> dict[str, str]:
    """What is said of the product, as it would have to be typed to be said again."""
    return words_of(product.attribute_values.select_related("attribute", "choice"))


@unit_of_work
def _revise(product: Product, said: dict[str, Any]) -> None:
    forgotten = dict.fromkeys(_words(product), "")
    stored = draft_of(complete_products().get(pk=product.pk))
    services.revise_product(
        product_id=product.pk,
        draft=_revised(replace(stored, handle=product.handle), product),
        picture=product.picture,
        words={**forgotten, **dict(read_pairs(said["attributes"]))},
    )
    schedule(product, said)


def _revised(draft: ProductDraft, product: Product) -> ProductDraft:
    return replace(
        draft,
        title=product.title,
        description=product.description,
        brand=product.brand,
        product_type=product.product_type,
        tags=tuple(product.tags),
        category=product.category.handle if product.category else "",
        tax_class=product.tax_class,
    )


def _new_draft(product: Product, fields: dict[str, Any]) -> ProductDraft:
    variant = VariantDraft(
        sku=fields["sku"], price=fields["price"], weight_grams=fields["weight_grams"]
    )
    return _revised(ProductDraft(handle=product.handle, title="", variants=(variant,)), product)
