"""Pictures drawn for the demo shop, as SVG."""

from xml.sax.saxutils import escape

from shop.operations.demo.drawings.lettering import lettered
from shop.operations.demo.drawings.motifs import motif_called
from shop.operations.demo.drawings.palettes import colours
from shop.operations.demo.drawings.scenes import scene
from shop.operations.demo.shapes import Drawing

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" role="img">'
    "<title>{title}</title>{picture}</svg>\n"
)


def svg(drawing: Drawing) -> str:
    """The same drawing always gives the same self-contained SVG document, without scripts.

    A motif, palette or scene that nobody has drawn raises LookupError.
    """
    return _FRAME.format(title=escape(drawing.title), picture=_picture(drawing))


def _picture(drawing: Drawing) -> str:
    motif = motif_called(drawing.motif)
    layers = (
        '<rect width="800" height="800" fill="{backdrop}"/>',
        scene(drawing.scene),
        _shadow(motif.shadow),
        f'<g stroke-linecap="round" stroke-linejoin="round">{motif.shapes.strip()}</g>',
        lettered(drawing.label, motif.lettering),
    )
    return "".join(layers).format_map(colours(drawing.palette))


def _shadow(half_width: int) -> str:
    if not half_width:
        return ""
    return f'<ellipse cx="400" cy="644" rx="{half_width}" ry="16" fill="{{ink}}" opacity=".14"/>'
