"""The page on which staff see whether the firms outside answer."""
