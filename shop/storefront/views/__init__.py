"""The pages: each finds, calls, and shows."""
