"""The demo shop: hand-written goods, drawn pictures, invented people and their past."""
