from django.db import migrations

# Whoever adds a line locks the cart, so that two who add at once count each other's.
LIMIT_LINES = """
CREATE FUNCTION orders_cart_has_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM orders_cart WHERE id = NEW.cart_id FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM orders_cartline WHERE cart_id = NEW.cart_id) > 100 THEN
        RAISE EXCEPTION 'A cart has at most 100 lines.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_cart_has_room';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER orders_cart_has_room AFTER INSERT OR UPDATE OF cart_id ON orders_cartline
    FOR EACH ROW EXECUTE FUNCTION orders_cart_has_room()
"""
ALLOW_ANY_NUMBER = "DROP FUNCTION orders_cart_has_room() CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0005_mailboxes_of_members'),
    ]

    operations = [
        migrations.RunSQL(LIMIT_LINES, ALLOW_ANY_NUMBER),
    ]
