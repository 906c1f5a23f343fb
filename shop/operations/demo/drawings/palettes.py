"""Calm colours: a few sets to choose from, and the ones that every picture shares."""

from collections.abc import Mapping

_ROLES = ("main", "dark", "light", "accent", "backdrop", "glow")

# In the order of the roles above.
_SETS = {
    "sage": ("#8fa98b", "#6f8b6c", "#c3d3bd", "#d98e5f", "#eef2e8", "#dde7d5"),
    "clay": ("#c9795a", "#a95f44", "#e8b69f", "#5f7f86", "#faeee6", "#f3dccd"),
    "ocean": ("#4f8196", "#376779", "#a5c6d0", "#e5a75d", "#e8f1f3", "#d2e4e8"),
    "honey": ("#e0ab4a", "#bd8a30", "#f3d596", "#6b7f6a", "#fcf5e2", "#f6e6bd"),
    "plum": ("#83617f", "#674963", "#c3a8bf", "#dca35f", "#f4edf2", "#e6d8e3"),
    "slate": ("#65788a", "#4b5c6c", "#afbcc7", "#e08f68", "#edf0f3", "#dae1e7"),
    "rose": ("#d08a8c", "#b06b6f", "#edc3c1", "#6f8f86", "#fbeeed", "#f4dad8"),
    "moss": ("#68794c", "#4e5d37", "#b4c093", "#dba453", "#f1f3e6", "#e0e5ca"),
    "sand": ("#cbb48f", "#a99069", "#e9dcc3", "#6d8896", "#f8f3e9", "#eee3cf"),
    "berry": ("#a54d5e", "#833a4a", "#dea1aa", "#7d9a86", "#f8ebed", "#efd5d9"),
    "charcoal": ("#474c52", "#32363b", "#888f97", "#dc8f55", "#efefee", "#e0e0de"),
    "sky": ("#8ab4cc", "#6894af", "#c9dfea", "#e48f6c", "#edf5f9", "#d8e9f1"),
}

_SHARED = {
    "ink": "#33383d",
    "cream": "#fdf8ee",
    "paper": "#f3eadb",
    "metal": "#cdd3d6",
    "steel": "#97a1a7",
    "wood": "#cfa272",
    "bark": "#a97c50",
    "leaf": "#84a578",
    "stem": "#5f8258",
    "brew": "#7a4a2e",
    "gleam": "#fbe3a1",
    "flame": "#e8924f",
}


def colours(palette: str) -> Mapping[str, str]:
    """The colour of every role in `palette`; LookupError names the known ones otherwise."""
    if palette not in _SETS:
        raise LookupError(f"No palette is called {palette!r}. Choose one of {sorted(_SETS)}.")
    return _SHARED | dict(zip(_ROLES, _SETS[palette], strict=True))
