"""Compile a template with its data, once for each content."""

import json
import re
from dataclasses import dataclass
from functools import cache as once
from hashlib import blake2b
from pathlib import Path

import typst
from django.conf import settings
from django.core.cache import cache

PAPERS = ("a3", "a4", "a6")
# The condensed type of the site where a machine has it; typst brings the last one itself.
FONTS = (
    *("Avenir Next Condensed", "Roboto Condensed", "Liberation Sans", "Arial Narrow"),
    *("DejaVu Sans", "Libertinus Serif"),
)
_FOLDER = Path(__file__).resolve().parent
_LANDSCAPE = settings.ROOT / "site" / "static" / "img" / "landscape.svg"
_STYLE = re.compile(r"<style>svg\{(?P<inks>[^}]*)\}.*?(?P<rest>\.l\{[^}]*\})</style>", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """A PDF and the digest of all that it is made of."""

    content: bytes
    digest: str

    @property
    def kilobytes(self) -> int:
        return max(1, round(len(self.content) / 1000))


def make(template: str, data: dict, *, is_private: bool = False, folder: Path = _FOLDER) -> Sheet:
    """The sheet of a template (its name without extension) and its data.

    `is_private`: made for one person, kept nowhere. `folder`: that of another app's templates.
    """
    text = json.dumps(data | {"fonts": fonts()}, ensure_ascii=False, sort_keys=True)
    digest = blake2b(_sources() + template.encode() + text.encode(), digest_size=12).hexdigest()
    if is_private:
        return Sheet(_compile(folder / f"{template}.typ", text), digest)
    content = cache.get_or_set(
        f"sheet-{digest}", lambda: _compile(folder / f"{template}.typ", text), timeout=None
    )
    return Sheet(content, digest)


def picture(template: str, data: dict) -> bytes:
    """A PNG of a template: one pixel for each of its points."""
    text = json.dumps(data | {"fonts": fonts()}, ensure_ascii=False, sort_keys=True)
    return typst.compile(
        _FOLDER / f"{template}.typ",
        root=settings.ROOT,
        format="png",
        ppi=72,
        sys_inputs={"data": text, "landscape": landscape()},
    )


@once
def fonts() -> list[str]:
    """Those of our typefaces that this machine has, the preferred one first."""
    known = set(typst.Fonts().families())
    return [name for name in FONTS if name in known]


def _compile(template: Path, text: str) -> bytes:
    return typst.compile(
        template,
        root=settings.ROOT,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": text, "landscape": landscape()},
    )


@once
def _sources() -> bytes:
    """What every sheet depends on beside its data: a new version makes new sheets."""
    templates = b"".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.typ")))
    return typst.__version__.encode() + templates + landscape().encode()


@once
def landscape() -> str:
    """The site's drawing with its inks of the day written in: typst reads no CSS variables."""
    drawing = _LANDSCAPE.read_text()
    style = _STYLE.search(drawing)
    for name, ink in re.findall(r"--(\w):(#\w+)", style["inks"]):
        drawing = drawing.replace(f"var(--{name})", ink)
    return _STYLE.sub(f"<style>{style['rest']}</style>", drawing)
