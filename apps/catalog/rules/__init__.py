"""What makes a product sound, and how other shops write products down. No database in here."""
