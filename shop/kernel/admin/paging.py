from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.utils.functional import cached_property

COUNTED_AT_MOST = 10_000

# A partitioned table has no rows of its own; its partitions know theirs.
_ESTIMATE = """
SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint FROM pg_class
WHERE relkind = 'r' AND oid IN (
    SELECT to_regclass(%s)::oid UNION ALL
    SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass(%s))
"""


class EstimatingPaginator(Paginator[Any]):
    """Pages of a table that may be huge: whole and big it is estimated, else counted so far.

    A search that finds more than `COUNTED_AT_MOST` rows shows only those.
    """

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not rows.query.where:
            estimated = _estimated(rows.query.get_meta().db_table)
            if estimated > COUNTED_AT_MOST:
                return estimated
        return int(rows.order_by()[:COUNTED_AT_MOST].count())


def _estimated(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ESTIMATE, [table, table])
        return int(cursor.fetchone()[0])
