"""What stands behind a motif."""

SCENES = {
    "circle": '<circle cx="400" cy="410" r="300" fill="{glow}"/>',
    "arch": '<path d="M140 800V390a260 260 0 01520 0v410z" fill="{glow}"/>',
    "table": '<path d="M0 590h800v210H0z" fill="{glow}"/>',
    "hills": (
        '<circle cx="610" cy="210" r="76" fill="{gleam}" opacity=".8"/>'
        '<path d="M0 520q180-150 400-40t400-70v390H0z" fill="{glow}"/>'
        '<path d="M0 620q240-70 480-10t320-20v210H0z" fill="{light}" opacity=".45"/>'
    ),
    "window": (
        '<rect x="150" y="90" width="500" height="620" rx="24" fill="{glow}"/>'
        '<path d="M400 90v620M150 360h500" stroke="{backdrop}" stroke-width="14"/>'
    ),
    "sunburst": (
        '<circle cx="400" cy="400" r="310" fill="{glow}"/>'
        '<circle cx="400" cy="400" r="225" fill="{backdrop}" opacity=".7"/>'
    ),
}


def scene(name: str) -> str:
    """The shapes of a scene, colours as roles in braces; LookupError for an unknown name."""
    if name not in SCENES:
        raise LookupError(f"No scene is called {name!r}. Choose one of {sorted(SCENES)}.")
    return SCENES[name]
