"""Where the logo may stand: on the pack of a line only if its family allows it (I-23)."""

from django.utils.translation import gettext as _

from directory.enums import PackLogo
from label.enums import GrantState
from label.models import Grant, ProductLine

# The logo stops eight days after a suspension: a suspended label gives no files.
WITH_LOGO = (GrantState.ACTIVE, GrantState.ACTIVE_WITH_RESERVES, GrantState.FORMAL_NOTICE)


def lines_of(grant: Grant) -> list[ProductLine]:
    rows = grant.lines.select_related("line__site__commune", "line__family__parent")
    return [row.line for row in rows]


def allowed_on_pack(line: ProductLine) -> bool:
    """Its own family allows it. A wider one that waits for counsel's word says nothing of a family
    that was looked at alone (carrots, beside a sweet onion with a PDO); one that forbids, forbids.
    """
    wider = line.family.parent
    if wider is not None and wider.logo_on_pack == PackLogo.FORBIDDEN:
        return False
    return line.family.logo_on_pack == PackLogo.ALLOWED


def words(line: ProductLine) -> str:
    return _("oui") if allowed_on_pack(line) else _("non : sur le lieu de vente seulement")


def has_kit(grant: Grant) -> bool:
    return grant.state in WITH_LOGO
