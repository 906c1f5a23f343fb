"""Shopify's product CSV, as shops export it: several rows a product, columns by many names."""
