"""PostgreSQL's transaction ids and snapshots as model fields; both are read as text."""

from django.db import models


class Xid8Field(models.Field[str, str]):
    """`xid8`: the 64-bit id of a top-level transaction."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class SnapshotField(models.Field[str, str]):
    """`pg_snapshot`: which transactions were visible at a moment, `xmin:xmax:xip,...`."""

    def db_type(self, connection: object) -> str:
        return "pg_snapshot"
