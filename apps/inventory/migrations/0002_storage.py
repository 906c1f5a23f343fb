"""The ledger refuses changes; rows that change often keep room for their next version."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER inventory_movement_is_append_only BEFORE UPDATE OR DELETE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();

ALTER TABLE inventory_stock SET (fillfactor = 50);
ALTER TABLE inventory_announcement SET (fillfactor = 50);
"""

UNDO = """
DROP TRIGGER inventory_movement_is_append_only ON inventory_movement;
ALTER TABLE inventory_stock RESET (fillfactor);
ALTER TABLE inventory_announcement RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("kernel", "0002_outbox_event")]

    operations = [migrations.RunSQL(FORWARD, reverse_sql=UNDO)]
