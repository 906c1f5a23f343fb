"""Stock as a file: how much of what lies where, in Shopify's inventory format."""

from shop.operations.stock_files.taking import Tally, rehearse_stock_file, take_stock_file
from shop.operations.stock_files.writing import write_stock_file

__all__ = ["Tally", "rehearse_stock_file", "take_stock_file", "write_stock_file"]
