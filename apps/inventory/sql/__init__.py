"""The statements that are written by hand."""
