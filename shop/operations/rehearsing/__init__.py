"""The page that tries a promotion on orders of the past."""
