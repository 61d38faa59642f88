"""Turn the drawings of `scenes/` into pictures of the library.

The drawings are flat, so a small reader of SVG is enough: rect, circle, ellipse, polygon, polyline,
path (M, L, Q, C, Z, absolute), groups and `use`, moved and scaled. It needs no system library.
"""

import re
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

from home.models import SiteImage

SCENES = Path(__file__).with_name("scenes")
WIDTH, HEIGHT = 1200, 900
UNITS = 400  # width of every drawing's view box
OVERSAMPLING = 2
CURVE_STEPS = 16
SVG = "{http://www.w3.org/2000/svg}"
CREDIT = "Illustration : Made in Gard"

# What each drawing shows, for who does not see it.
DESCRIPTIONS = {
    "atelier": "Dessin : un établi avec une toile bleue, une bobine et un pot, devant une fenêtre",
    "bateau": "Dessin : un petit bateau de pêche rouge devant un phare, au soleil couchant",
    "chataignier": "Dessin : un châtaignier roux et ses châtaignes tombées",
    "chevres": "Dessin : trois chèvres blanches dans un pré, au pied de la montagne",
    "distributeur": "Dessin : un distributeur à casiers éclairé, la nuit",
    "etal": "Dessin : un étal de marché sous un auvent rayé, avec des cagettes de légumes",
    "fournil": "Dessin : un four à pain allumé et trois miches",
    "olivier": "Dessin : un olivier chargé d’olives et une jarre",
    "panier": "Dessin : un panier d’osier plein de légumes",
    "potager": "Dessin : des rangs de salades et de tomates sous un grand soleil",
    "poules": "Dessin : des poules rousses devant leur poulailler",
    "riziere": "Dessin : une rizière où se reflète le soleil, et un flamant",
    "rucher": "Dessin : trois ruches blanches et des abeilles devant la montagne",
    "salins": "Dessin : des tas de sel blanc au bord d’un bassin rose",
    "taureau": "Dessin : un taureau noir au bord de l’eau",
    "terrasses": "Dessin : des oignons en rang sur des terrasses de pierre",
    "verger": "Dessin : un verger d’abricotiers et une cagette pleine",
    "vigne": "Dessin : des rangs de vigne et une petite cave au soleil couchant",
}


def site_image(scene: str) -> SiteImage:
    """The library's picture of a drawing, made the first time."""
    title = f"Démonstration : {scene}"
    image = SiteImage.objects.filter(title=title).first()
    if image is None:
        file = ImageFile(BytesIO(png(scene)), name=f"demonstration-{scene}.png")
        image = SiteImage.objects.create(
            title=title, file=file, credit=CREDIT, description=DESCRIPTIONS[scene]
        )
    return image


@cache
def png(scene: str) -> bytes:
    """A drawing as a PNG file of few colours."""
    root = ElementTree.parse(SCENES / f"{scene}.svg").getroot()
    picture = Image.new("RGB", (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING), "#fdfcf6")
    scale = WIDTH * OVERSAMPLING / UNITS
    definitions = {node.get("id"): node for node in root.iter() if node.get("id")}
    _draw_all(ImageDraw.Draw(picture), root, _Frame(scale, scale, 0, 0), definitions)
    picture = picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX).quantize(64)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


class _Frame:
    """Scale, then move: from a drawing's units to pixels."""

    def __init__(self, sx, sy, dx, dy):
        self.sx, self.sy, self.dx, self.dy = sx, sy, dx, dy

    def __call__(self, x, y):
        return x * self.sx + self.dx, y * self.sy + self.dy

    def inner(self, node):
        """The frame inside a node that is moved (x, y, translate) and scaled."""
        text = node.get("transform", "")
        x, y = _pair(re.search(r"translate\(([^)]*)\)", text), (0, 0))
        sx, sy = _pair(re.search(r"scale\(([^)]*)\)", text), (1, 1))
        if node.tag == f"{SVG}use":
            x, y = x + float(node.get("x", 0)), y + float(node.get("y", 0))
        dx, dy = self(x, y)
        return _Frame(self.sx * sx, self.sy * sy, dx, dy)


def _pair(match, default):
    if match is None:
        return default
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", match[1])]
    return numbers if len(numbers) == 2 else numbers * 2


def _draw_all(draw, parent, frame, definitions):
    for node in parent:
        tag = node.tag.removeprefix(SVG)
        if tag == "g":
            _draw_all(draw, node, frame.inner(node), definitions)
        elif tag == "use":
            _draw_all(draw, definitions[node.get("href")[1:]], frame.inner(node), definitions)
        elif tag in _SHAPES:
            _SHAPES[tag](draw, node, frame)


def _rect(draw, node, frame):
    x, y, w, h = (float(node.get(name)) for name in ("x", "y", "width", "height"))
    radius = float(node.get("rx", 0)) * abs(frame.sx)
    draw.rounded_rectangle(_box(frame, x, y, x + w, y + h), radius, fill=node.get("fill"))


def _ellipse(draw, node, frame):
    x, y = float(node.get("cx")), float(node.get("cy"))
    rx, ry = float(node.get("rx") or node.get("r")), float(node.get("ry") or node.get("r"))
    draw.ellipse(_box(frame, x - rx, y - ry, x + rx, y + ry), fill=node.get("fill"))


def _polygon(draw, node, frame):
    draw.polygon([frame(*point) for point in _points(node)], fill=node.get("fill"))


def _polyline(draw, node, frame):
    width = round(float(node.get("stroke-width")) * abs(frame.sx))
    draw.line([frame(*point) for point in _points(node)], node.get("stroke"), width, "curve")


def _path(draw, node, frame):
    draw.polygon([frame(*point) for point in _outline(node.get("d"))], fill=node.get("fill"))


def _outline(path):
    """The corners of a closed path, curves cut in short straight lines."""
    points = []
    for command, text in re.findall(r"([MLQC])([^MLQCZ]*)", path):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", text)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        size = {"M": 1, "L": 1, "Q": 2, "C": 3}[command]
        for at in range(0, len(pairs), size):
            curve = pairs[at : at + size]
            points += _bezier([points[-1], *curve]) if size > 1 else curve
    return points


def _bezier(points):
    """Points along a curve of any degree (De Casteljau), its start left out."""
    found = []
    for step in range(1, CURVE_STEPS + 1):
        t, level = step / CURVE_STEPS, points
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(level)
            ]
        found.append(level[0])
    return found


def _points(node):
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", node.get("points"))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _box(frame, left, top, right, bottom):
    (x0, y0), (x1, y1) = frame(left, top), frame(right, bottom)
    return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]


_SHAPES = {
    "rect": _rect,
    "circle": _ellipse,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "polyline": _polyline,
    "path": _path,
}
