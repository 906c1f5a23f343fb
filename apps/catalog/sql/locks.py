from django.db import connection


def lock_category_tree() -> None:
    """Nobody else plants, moves or renames a category until the transaction ends.

    Reading goes on, and so do products in categories. The first statement about categories in its
    transaction: who has changed one already may wait for somebody who waits for him.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_category IN SHARE ROW EXCLUSIVE MODE")
