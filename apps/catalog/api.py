"""The catalogue over HTTP, for everybody."""

from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.catalog import queries
from apps.catalog.models import Category, Product, Variant
from shop.kernel.api.bodies import Answer, json_answer
from shop.kernel.api.pages import page_of
from shop.kernel.money import rounded


class CategoryAnswer(Answer):
    """A shelf of the shop."""

    handle: str
    title: str
    blurb: str


class CategoriesAnswer(Answer):
    """All shelves that have something for sale."""

    items: list[CategoryAnswer]


class ImageAnswer(Answer):
    """A picture that lies elsewhere."""

    address: str
    alt: str


class VariantAnswer(Answer):
    """One thing to buy: order it by `sku`. `options` stand in the order of the product's."""

    sku: str
    title: str
    options: list[str]
    price: Decimal
    compare_at_price: Decimal | None
    currency: str
    weight_grams: int


class ProductAnswer(Answer):
    """A product in all its variants. `description` is HTML by the merchant, not made safe."""

    id: UUID
    handle: str
    title: str
    description: str
    brand: str
    product_type: str
    tags: list[str]
    category: str | None
    options: list[str]
    images: list[ImageAnswer]
    variants: list[VariantAnswer]


class ProductPageAnswer(Answer):
    """Some products, and the cursor of the next page, null on the last one."""

    items: list[ProductAnswer]
    next: str | None


_NO_SUCH_CATEGORY = OpenApiResponse(description="There is no such category.")
_NO_SUCH_CURSOR = OpenApiResponse(description="The cursor does not belong to this list.")
_NO_SUCH_PRODUCT = OpenApiResponse(description="Nothing of this name is for sale.")


class _PublicView(APIView):
    """Open to all: no token is read, so an expired one does no harm."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class CategoriesView(_PublicView):
    """The shelves that have something for sale."""

    @extend_schema(responses={200: CategoriesAnswer})
    def get(self, request: Request) -> HttpResponse:
        """All categories with products for sale, by title."""
        return json_answer(
            CategoriesAnswer(items=[_category(each) for each in queries.listed_categories()])
        )


class ProductsView(_PublicView):
    """What is for sale."""

    @extend_schema(
        operation_id="products",
        parameters=[OpenApiParameter("category", str), OpenApiParameter("cursor", str)],
        responses={200: ProductPageAnswer, 404: _NO_SUCH_CATEGORY, 422: _NO_SUCH_CURSOR},
    )
    def get(self, request: Request) -> HttpResponse:
        """Products for sale, newest first, page by page; of one category if it is named."""
        category = request.query_params.get("category", "")
        if category and queries.category_by_handle(category) is None:
            raise Http404
        products = queries.listed_products(category=category)
        return page_of(request, products, shown, order_by="created_at")


class ProductView(_PublicView):
    """One product."""

    @extend_schema(operation_id="product", responses={200: ProductAnswer, 404: _NO_SUCH_PRODUCT})
    def get(self, request: Request, handle: str) -> HttpResponse:
        """The product in all its variants; 404 unless it is for sale."""
        product = queries.product_by_handle(handle)
        if product is None:
            raise Http404
        return json_answer(shown(product))


def shown(product: Product) -> ProductAnswer:
    """The product as the API shows it."""
    return ProductAnswer(
        id=product.id,
        handle=product.handle,
        title=product.title,
        description=product.description,
        brand=product.brand,
        product_type=product.product_type,
        tags=product.tags,
        category=product.category.handle if product.category else None,
        options=product.option_names,
        images=[ImageAnswer(address=i.address, alt=i.alt) for i in product.images.all()],
        variants=[_variant(product, variant) for variant in product.variants.all()],
    )


def _variant(product: Product, variant: Variant) -> VariantAnswer:
    former = variant.compare_at_price
    return VariantAnswer(
        sku=variant.stock_code,
        title=variant.title_within(product),
        options=variant.option_values,
        price=variant.cost().amount,
        compare_at_price=former and rounded(former, variant.currency),
        currency=variant.currency,
        weight_grams=variant.weight_grams,
    )


def _category(category: Category) -> CategoryAnswer:
    return CategoryAnswer(handle=category.handle, title=category.title, blurb=category.blurb)
