"""From an address or a file to a picture on a page."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from apps.catalog.models import ImageState, ProductImage
from apps.catalog.rules.pictures import MOST_BYTES, prepared
from apps.catalog.services import (
    add_image,
    describe_image,
    prepare_image_again,
    record_picture,
    remove_image,
    withdraw_product,
)
from apps.catalog.tasks import prepare_image
from shop.events.catalog import ProductUpdated
from shop.kernel import clock
from shop.kernel.errors import ClaimLost, InvalidInput, NotFound
from tests.apps.catalog.goods import published_tea
from tests.apps.catalog.pictures import opened, picture
from tests.factories.catalog import ProductImageFactory

pytestmark = pytest.mark.django_db


def files():
    """Every file of the storage, by its name."""
    found = {}
    for folder in ("originals", "pictures"):
        if default_storage.exists(folder):
            for part in default_storage.listdir(folder)[0]:
                for name in default_storage.listdir(f"{folder}/{part}")[1]:
                    with default_storage.open(f"{folder}/{part}/{name}") as file:
                        found[f"{folder}/{part}/{name}"] = file.read()
    return found


def test_a_picture_elsewhere_is_fetched_and_made_fit(host, do_jobs, published):
    product = published_tea()
    address = host.shows("/tea.png", picture(500, 250))
    ProductImageFactory(product=product, address=address)

    do_jobs()

    image = ProductImage.objects.get()
    assert (image.state, image.width, image.height, image.due_at) == ("ready", 500, 250, None)
    assert [(s["width"], s["height"]) for s in image.sizes] == [(160, 80), (480, 240), (500, 250)]
    assert opened(files()[image.sizes[0]["webp"]]).size == (160, 80)
    assert opened(files()[image.sizes[0]["jpeg"]]).format == "JPEG"
    assert image.blur.startswith("data:image/webp;base64,")
    assert published(ProductUpdated) == [
        ProductUpdated(product_id=product.id, handle="darjeeling", title="Darjeeling")
    ]


def test_a_picture_that_is_prepared_twice_is_the_same(host, do_jobs):
    image = ProductImageFactory(address=host.shows("/tea.png", picture()))
    do_jobs()
    image.refresh_from_db()
    before = (image.sizes, image.blur, files())

    prepare_image_again(image_id=image.id)
    do_jobs()

    image.refresh_from_db()
    assert (image.sizes, image.blur, files()) == before
    assert host.asked == ["/tea.png", "/tea.png"]


def test_a_ready_picture_is_not_fetched_again(host, do_jobs):
    image = ProductImageFactory(address=host.shows("/tea.png", picture()))
    do_jobs()

    prepare_image(str(image.id))

    assert host.asked == ["/tea.png"]


def test_a_host_in_trouble_is_asked_again(host, do_jobs):
    image = ProductImageFactory(address=host.shows("/tea.png", b"", status=503))

    do_jobs()
    image.refresh_from_db()
    first = (image.state, image.due_at)
    host.shows("/tea.png", picture())
    with clock.travelled_to(clock.now() + timedelta(minutes=10)):
        do_jobs()

    image.refresh_from_db()
    assert first[0] == ImageState.WAITING
    assert first[1] > clock.now()
    assert image.state == ImageState.READY


def test_a_host_that_never_answers_is_given_up(host, do_jobs):
    image = ProductImageFactory(address=host.shows("/tea.png", b"", status=503))

    for hour in range(ProductImage.most_claims):
        with clock.travelled_to(clock.now() + timedelta(hours=hour)):
            do_jobs()

    image.refresh_from_db()
    assert (image.state, image.due_at) == (ImageState.FAILED, None)
    assert image.failure == "Asked 6 times in vain. The host answered with status 503."


def test_what_is_no_picture_fails_with_the_reason(host, do_jobs, published):
    product = published_tea()
    image = ProductImageFactory(product=product, address=host.shows("/tea.png", b"not a picture"))

    do_jobs()

    image.refresh_from_db()
    assert (image.state, image.due_at) == (ImageState.FAILED, None)
    assert image.failure.startswith("The file is no picture")
    assert published(ProductUpdated) == []


def test_a_failed_picture_may_be_tried_again(host, do_jobs):
    image = ProductImageFactory(address=host.shows("/tea.png", b"", status=404))
    do_jobs()
    host.shows("/tea.png", picture())

    prepare_image_again(image_id=image.id)
    do_jobs()

    image.refresh_from_db()
    assert (image.state, image.failure) == (ImageState.READY, "")


def test_a_file_that_is_handed_in_becomes_a_picture(do_jobs, published):
    product = published_tea()

    image = add_image(product_id=product.id, content=picture(), alt="A tin of tea")
    do_jobs()

    image.refresh_from_db()
    assert (image.state, image.alt, image.position) == (ImageState.READY, "A tin of tea", 1)
    assert len(published(ProductUpdated)) == 2


def test_the_same_file_twice_is_one_image():
    product = published_tea()

    first = add_image(product_id=product.id, content=picture())
    second = add_image(product_id=product.id, content=picture())

    assert first.id == second.id
    assert len(files()) == 1


@pytest.mark.parametrize("size", [0, MOST_BYTES + 1])
def test_an_empty_or_too_large_file_is_refused(size):
    product = published_tea()

    with pytest.raises(InvalidInput, match="1 byte to 15 MB"):
        add_image(product_id=product.id, content=bytes(size))

    assert files() == {}


def test_a_file_that_was_cut_off_is_written_again(do_jobs):
    product = published_tea()
    image = add_image(product_id=product.id, content=picture())
    do_jobs()
    image.refresh_from_db()
    name = image.sizes[0]["webp"]
    whole = files()[name]
    Path(default_storage.path(name)).write_bytes(whole[:10])

    prepare_image_again(image_id=image.id)
    do_jobs()

    assert files()[name] == whole


def test_a_picture_that_comes_too_late_changes_nothing():
    image = ProductImageFactory(claims=2)

    with pytest.raises(ClaimLost):
        record_picture(image_id=image.id, claims=1, picture=prepared(picture()))

    image.refresh_from_db()
    assert image.state == ImageState.WAITING


def test_a_picture_of_an_image_that_was_removed_is_forgotten(published):
    product = published_tea()
    image = ProductImageFactory(product=product)
    remove_image(image_id=image.id)

    record_picture(image_id=image.id, claims=0, picture=prepared(picture()))

    assert not ProductImage.objects.exists()
    assert len(published(ProductUpdated)) == 1
    with pytest.raises(NotFound):
        remove_image(image_id=image.id)


def test_what_an_image_shows_is_told_once(published):
    product = published_tea()
    image = ProductImageFactory(product=product)

    describe_image(image_id=image.id, alt="  A tin  of tea ", position=4)

    image.refresh_from_db()
    assert (image.alt, image.position) == ("A tin of tea", 4)
    assert len(published(ProductUpdated)) == 1


def test_nobody_hears_of_images_of_what_is_not_for_sale(published):
    product = published_tea()
    withdraw_product(product_id=product.id)

    image = add_image(product_id=product.id, content=picture())
    describe_image(image_id=image.id, alt="Tea", position=1)
    remove_image(image_id=image.id)

    assert published(ProductUpdated) == []


def test_a_prepared_picture_is_served_for_ever(do_jobs, client):
    image = add_image(product_id=published_tea().id, content=picture())
    do_jobs()
    image.refresh_from_db()
    size = image.sizes[0]

    answers = {kind: client.get(f"/media/{size[kind]}") for kind in ("webp", "jpeg")}

    assert {kind: a["Content-Type"] for kind, a in answers.items()} == {
        "webp": "image/webp",
        "jpeg": "image/jpeg",
    }
    for answer in answers.values():
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/media/{size['webp']}", headers={"If-None-Match": '"x"'})
    assert (again.status_code, again.content) == (304, b"")


def test_what_was_handed_in_is_never_served_as_it_is(client):
    image = add_image(product_id=published_tea().id, content=b"<script>alert(1)</script>")

    assert default_storage.exists(image.original)
    assert client.get(f"/media/{image.original}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        f"pictures/ab/{'c' * 64}.webp",
        f"pictures/ab/{'c' * 64}.svg",
        f"pictures/ab/{'c' * 64}.html",
        "pictures/../originals/secret.webp",
        "pictures/ab/..%2f..%2fsecret.webp",
    ],
)
def test_nothing_else_is_served(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_images_of_a_published_product_are_woken_when_it_is(monkeypatch, deliver):
    woken = []
    monkeypatch.setattr("shop.kernel.jobs.wake", lambda model, pk: woken.append(pk))
    product = published_tea()
    waiting = ProductImageFactory(product=product)
    ProductImageFactory()

    deliver("catalog")

    assert woken == [waiting.id]
