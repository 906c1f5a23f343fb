"""The page on which staff see all of an order, and do what they may about it."""
