"""What the shop promises to those who read its events, as files made from the code."""

from shop.operations.contracts.files import broken_contracts, outdated_files, write_files

__all__ = ["broken_contracts", "outdated_files", "write_files"]
