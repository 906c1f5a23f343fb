"""The ledger of wallets refuses changes, and transfers that do not sum to zero."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER payments_wallettransfer_is_append_only
    BEFORE UPDATE OR DELETE ON payments_wallettransfer
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER payments_walletentry_is_append_only
    BEFORE UPDATE OR DELETE ON payments_walletentry
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();

-- All entries of a transfer come in one statement.
CREATE FUNCTION payments_refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added GROUP BY transfer_id, currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'the entries of a wallet transfer must sum to zero'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_walletentry_sums_to_zero AFTER INSERT ON payments_walletentry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse_imbalance();

ALTER TABLE payments_walletaccount SET (fillfactor = 50);
"""

UNDO = """
ALTER TABLE payments_walletaccount RESET (fillfactor);
DROP TRIGGER payments_walletentry_sums_to_zero ON payments_walletentry;
DROP FUNCTION payments_refuse_imbalance;
DROP TRIGGER payments_walletentry_is_append_only ON payments_walletentry;
DROP TRIGGER payments_wallettransfer_is_append_only ON payments_wallettransfer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_ask_the_buyer_and_wallets"),
        ("kernel", "0002_outbox_event"),
    ]

    operations = [migrations.RunSQL(FORWARD, reverse_sql=UNDO)]
