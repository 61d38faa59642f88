"""The logo of one grant: drawings with its number and its QR code, in one file to take away.

No generic logo exists: each drawing names its grant, and its code leads to the status of today.
What stands on a pack is given only where the family of the product allows it (label.md I-23).
"""

import io
import json
import re
import zipfile
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from directory import printing
from directory.printing.sheets import fonts
from home import seo
from home.models import SiteSettings
from label.models import Grant
from label.papers import logo_rules
from label.papers.letter import day

_FOLDER = Path(__file__).resolve().parent
_SEALS = settings.ROOT / "site" / "static" / "img"
_WHOLE = re.compile(r"<svg[^>]*>(?:<title[^>]*>.*?</title>)?(?P<inside>.*)</svg>", re.DOTALL)
_ARC = re.compile(r"(?P<start><text class=\"[^\"]*\")>(?P<path><textPath[^>]*>)[^<]*")
# Programs that draw for print know the condensed faces by these words, browsers by others.
_CONDENSED = (
    ("font-stretch:75%", "font-stretch:condensed"),
    ('"Liberation Sans Narrow"', '"Liberation Sans"'),
)
_DAWN = (1980, 1, 1, 0, 0, 0)  # the date of every file: the same grant makes the same archive
_ROOM = 270  # width under the QR code, in characters of one unit
PICTURE_DPI = 400  # about 2,100 pixels across


def archive(grant: Grant) -> bytes:
    """The kit as a ZIP file, in French: pictures, QR code, sign for the place, what is allowed."""
    with override("fr"):
        files = dict(_files(grant))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as kit:
        for name, content in files.items():
            kit.writestr(zipfile.ZipInfo(name, _DAWN), content)
    return stream.getvalue()


def short_address(grant: Grant) -> str:
    """Where the QR code leads: short, without parameters, true for as long as the site is."""
    return seo.absolute(reverse("label:register_short", args=[grant.code]))


def drawing(grant: Grant, *, mono: bool = False) -> str:
    """The logo as SVG: the seal with the scheme's name, the QR code, the grant's number."""
    shown = short_address(grant).partition("://")[2]
    title = _("%(scheme)s, label n° %(number)s") % {"scheme": _scheme(), "number": grant.number}
    return _LOGO.format(
        title=escape(title),
        seal=_seal(grant, mono=mono),
        qr=_inside(_qr_svg(grant)),
        side=_qr(grant).symbol_size(border=4)[0],
        number=escape(_("N° %s") % grant.number),
        address=escape(shown),
        size=min(13, round(_ROOM / len(shown), 1)),
    )


_LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 200" role="img">
<title>{title}</title><rect width="380" height="200" fill="#fffefb"/>
{seal}
<svg x="222" y="14" width="126" height="126" viewBox="0 0 {side} {side}">{qr}</svg>
<text x="285" y="162" fill="#151f4d" style="font-size:20px;letter-spacing:0">{number}</text>
<text x="285" y="182" fill="#151f4d" style="font-size:{size}px;letter-spacing:0">{address}</text>
</svg>
"""


def _files(grant: Grant):
    lines = logo_rules.lines_of(grant)
    pictures = [
        *_pictures(grant, "logo"),
        *_pictures(grant, "logo-une-couleur", mono=True),
    ]
    yield from ((f"sur-place/{name}", content) for name, content in pictures)
    yield _("sur-place/panneau-a4.pdf"), sign(grant)
    yield "qr-code.svg", _qr_svg(grant)
    yield "qr-code.png", _qr_png(grant)
    if any(logo_rules.allowed_on_pack(line) for line in lines):
        yield from ((f"emballage/{name}", content) for name, content in pictures)
    yield "LISEZ-MOI.txt", _read_me(grant, lines)


def _pictures(grant: Grant, name: str, *, mono: bool = False):
    svg = drawing(grant, mono=mono)
    yield f"{name}.svg", svg
    yield f"{name}.png", _compile(grant, svg, format="png", ppi=PICTURE_DPI)
    yield f"{name}.pdf", _compile(grant, svg, format="pdf", pdf_standards="ua-1")


def sign(grant: Grant) -> bytes:
    """A sheet to hang where the products are sold, tagged PDF."""
    scheme = _scheme()
    with override("fr"):
        lines = [str(line.name) for line in logo_rules.lines_of(grant)]
        title = _("%(scheme)s : %(name)s") % {"scheme": scheme, "name": grant.operator.title}
        data = {
            "paper": "a4",
            "title": title,
            "author": scheme,
            "description": _("Label n° %s, à afficher sur le lieu de vente") % grant.number,
            "name": grant.operator.title,
            "drawing": drawing(grant),
            "alt": _("Logo du label n° %(number)s et QR code qui mène à %(address)s")
            % {"number": grant.number, "address": short_address(grant)},
            "covers": _("Ici, le label vaut pour :"),
            "lines": lines,
            "scan": _("Le code dit ce que vaut ce label aujourd’hui."),
            "foot": _("%(scheme)s · label n° %(number)s")
            % {"scheme": scheme, "number": grant.number},
        }
        return printing.make("sign", data, is_private=True, folder=_FOLDER).content


def _read_me(grant: Grant, lines) -> str:
    figures = grant.procedure
    said = [
        _("%(scheme)s, label n° %(number)s, « %(name)s »")
        % {"scheme": _scheme(), "number": grant.number, "name": grant.operator.title},
        "",
        _("Le logo ne vaut que pour :"),
        *(f"- {line.name}, {line.site.name}" for line in lines),
        "",
        _("Sur le lieu de vente : dossier « sur-place », pour toutes ces gammes."),
    ]
    on_pack = [line for line in lines if logo_rules.allowed_on_pack(line)]
    refused = [line for line in lines if line not in on_pack]
    if on_pack:
        said += ["", _("Sur l’emballage : dossier « emballage », seulement pour :")]
        said += [f"- {line.name}, {line.site.name}" for line in on_pack]
    if refused:
        said += ["", _("Jamais sur l’emballage ni l’étiquette de :")]
        said += [f"- {line.name}, {line.site.name} ({line.family})" for line in refused]
    said += [
        "",
        _("Ne changez ni les couleurs, ni le numéro, ni le QR code : il mène à %s.")
        % short_address(grant),
        _("Valable jusqu’au %s.") % day(grant.valid_to) if grant.valid_to else "",
        _(
            "À retirer au plus tard %(end)s jours après la fin du label, %(stop)s jours après une "
            "suspension."
        )
        % {"end": figures.end_logo_days, "stop": figures.suspension_logo_days},
    ]
    return "\r\n".join(said) + "\r\n"


# Drawings ----------------------------------------------------------------------


def _scheme() -> str:
    return SiteSettings.for_site(Site.objects.filter(is_default_site=True).first()).name


def _seal(grant: Grant, *, mono: bool) -> str:
    """The seal of the site, with the scheme's name of the settings and a word that is true."""
    svg = (_SEALS / ("seal-mono.svg" if mono else "seal.svg")).read_text()
    word = (
        _("avis d’habitants tirés au sort")
        if grant.procedure.is_drawn
        else _("avis d’un jury d’habitants")
    )
    lines = iter([(_scheme().upper(), 21, 13), (word.upper(), 13.5, 31)])
    svg = _ARC.sub(lambda found: _arc(found, *next(lines)), svg)
    for before, after in _CONDENSED:
        svg = svg.replace(before, after)
    return f'<svg x="0" y="0" width="200" height="200" viewBox="0 0 200 200">{_inside(svg)}</svg>'


def _arc(found: re.Match, words: str, size: float, most: int) -> str:
    """Words along the seal, smaller when they are longer than its own."""
    size = round(size * min(1, most / max(1, len(words))), 1)
    return f'{found["start"]} style="font-size:{size}px">{found["path"]}{escape(words)}'


def _qr(grant: Grant) -> segno.QRCode:
    return segno.make_qr(short_address(grant), error="m")


def _qr_svg(grant: Grant) -> str:
    stream = io.BytesIO()
    _qr(grant).save(stream, kind="svg", border=4, dark="#151f4d", light="#fff", xmldecl=False)
    return stream.getvalue().decode()


def _qr_png(grant: Grant) -> bytes:
    stream = io.BytesIO()
    _qr(grant).save(stream, kind="png", scale=24, border=4, dark="#151f4d", light="#fff")
    return stream.getvalue()


def _inside(svg: str) -> str:
    return _WHOLE.search(svg)["inside"]


def _compile(grant: Grant, svg: str, **options) -> bytes:
    title = _("Label n° %s") % grant.number
    data = {"title": title, "author": _scheme(), "drawing": svg, "fonts": fonts()}
    return typst.compile(
        _FOLDER / "logo.typ",
        root=settings.ROOT,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **options,
    )
