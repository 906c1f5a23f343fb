"""PostgreSQL's own types as model fields; all are read as text."""

from django.db import models


class Xid8Field(models.Field[str, str]):
    """`xid8`: the 64-bit id of a top-level transaction."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class SnapshotField(models.Field[str, str]):
    """`pg_snapshot`: which transactions were visible at a moment, `xmin:xmax:xip,...`."""

    def db_type(self, connection: object) -> str:
        return "pg_snapshot"


class SequenceRangesField(models.Field[str, str]):
    """`int8multirange`: some sequence numbers, `{[3, 5), [9, 10)}`."""

    def db_type(self, connection: object) -> str:
        return "int8multirange"

    def from_db_value(self, value: object, *_: object) -> str:
        return str(value)
