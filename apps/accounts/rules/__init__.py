"""What holds for accounts whatever the database says."""
