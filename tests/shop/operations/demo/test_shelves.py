from collections import Counter

from shop.operations.demo.catalogue import catalogue, products
from shop.operations.demo.shelves import shelf_of, shelves_of
from shop.operations.demo.words import ATTRIBUTES, words_of


def test_every_product_stands_on_a_shelf_and_no_shelf_is_empty():
    sizes = Counter(shelf_of(product).handle for product in products())

    every = [shelf.handle for each in catalogue() for shelf in shelves_of(each.handle)]
    assert sorted(sizes) == sorted(every)
    assert len(set(every)) == len(every) >= 24


def test_something_is_said_of_every_product_and_all_of_it_is_known():
    known = {draft.code for draft in ATTRIBUTES}

    said = [words_of(product) for product in products()]

    assert all({"weight"} <= words.keys() <= known for words in said)
    assert Counter(code for words in said for code in words).keys() == known
