from uuid import UUID

from apps.catalog.rules.pictures import PreparedPicture, Rendition
from apps.catalog.services.images.files import keep_file
from apps.catalog.services.images.keeping import locked_image
from apps.catalog.services.telling import announce_update
from shop.kernel.errors import NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

FOLDER = "pictures"
_EXTENSIONS = {"jpeg": "jpg", "png": "png"}


def record_picture(*, image_id: UUID, claims: int, picture: PreparedPicture) -> None:
    """Keeps the files, then makes the image ready. Nothing happens if it was removed meanwhile.

    Raises ClaimLost if a later claim was made.
    """
    sizes = [_kept(rendition) for rendition in picture.renditions]
    _make_ready(image_id=image_id, claims=claims, picture=picture, sizes=sizes)


@unit_of_work
def record_unusable_picture(*, image_id: UUID, claims: int, reason: str) -> None:
    """Nothing can be made of the picture, and `reason` says why to staff."""
    try:
        _, image = locked_image(image_id)
    except NotFound:
        return
    image.confirm_claim(claims)
    image.fail(reason)
    image.save(update_fields=["state", "failure", "due_at"])


@unit_of_work
def _make_ready(
    *, image_id: UUID, claims: int, picture: PreparedPicture, sizes: list[dict[str, object]]
) -> None:
    try:
        product, image = locked_image(image_id)
    except NotFound:
        return
    image.confirm_claim(claims)
    image.show(width=picture.width, height=picture.height, sizes=sizes, blur=picture.blur)
    image.save(update_fields=["state", "width", "height", "sizes", "blur", "failure", "due_at"])
    if product.is_for_sale:
        announce_update(product)


def _kept(rendition: Rendition) -> dict[str, object]:
    kind = rendition.fallback_format
    return {
        "width": rendition.width,
        "height": rendition.height,
        "webp": keep_file(rendition.webp, folder=FOLDER, extension="webp"),
        kind: keep_file(rendition.fallback, folder=FOLDER, extension=_EXTENSIONS[kind]),
    }
