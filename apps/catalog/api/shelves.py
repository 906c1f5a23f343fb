"""Categories and collections."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.catalog import queries
from apps.catalog.rules.listings import MovedTo, ShownShelf
from shop.kernel.api.bodies import Answer, json_answer

MOVED = OpenApiResponse(description="It has another handle now: see Location.")
NO_SUCH_SHELF = OpenApiResponse(description="There is no such category with anything for sale.")


class ShelfAnswer(Answer):
    """A category with those below it, or a collection, that has something for sale."""

    handle: str
    title: str
    blurb: str
    children: list["ShelfAnswer"]


class ShelvesAnswer(Answer):
    """Categories or collections, in the order of the shop."""

    items: list[ShelfAnswer]


class PublicView(APIView):
    """Open to all: no token is read, so an expired one does no harm."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class CategoriesView(PublicView):
    """The shelves that have something for sale."""

    @extend_schema(operation_id="categories", responses={200: ShelvesAnswer})
    def get(self, request: Request) -> HttpResponse:
        """The tree of all categories that have something for sale in or below them."""
        return json_answer(ShelvesAnswer(items=[shelf(each) for each in queries.category_tree()]))


class CategoryView(PublicView):
    """One shelf."""

    @extend_schema(
        operation_id="category", responses={200: ShelfAnswer, 301: MOVED, 404: NO_SUCH_SHELF}
    )
    def get(self, request: Request, handle: str) -> HttpResponse:
        """The category with those below it that have something for sale."""
        found = queries.shelf_by_handle(handle)
        if found is None:
            raise Http404
        if isinstance(found, MovedTo):
            return HttpResponsePermanentRedirect(reverse("category", args=[found.handle]))
        return json_answer(shelf(found))


class CollectionsView(PublicView):
    """What is shown together."""

    @extend_schema(operation_id="collections", responses={200: ShelvesAnswer})
    def get(self, request: Request) -> HttpResponse:
        """All collections that have something for sale."""
        return json_answer(
            ShelvesAnswer(items=[shelf(each) for each in queries.collections_for_sale()])
        )


def shelf(shown: ShownShelf) -> ShelfAnswer:
    """The shelf with all below it."""
    below = [shelf(each) for each in shown.children]
    return ShelfAnswer(handle=shown.handle, title=shown.title, blurb=shown.blurb, children=below)
