"""The words of a search for those who read it: its title, and its filters one by one."""

from django.utils.translation import gettext as _

from directory.enums import Country, Kind
from directory.hours.engine import PARIS
from directory.hours.wording import hour, short_date, weekday
from directory.search.query import PLACE_PARAMETERS, QUOTES, Query
from directory.search.results import Filter

_FLAGS = (
    ("organic", "bio", "1", lambda: _("Bio")),
    ("labelled", "label", "1", lambda: _("Produits labellisés")),
    ("in_season", "saison", "1", lambda: _("De saison")),
    ("step_free", "acces", "pmr", lambda: _("Accessible en fauteuil")),
)
_SUBJECTS = [flag for flag in _FLAGS if flag[0] in ("organic", "in_season")]
_COUNTRIES = {
    Country.CEVENNES: lambda: _("dans les Cévennes"),
    Country.GARRIGUES: lambda: _("dans les garrigues"),
    Country.COSTIERES: lambda: _("dans les Costières"),
    Country.CAMARGUE: lambda: _("en Camargue"),
}


def title(query: Query) -> str:
    """The search in a few words: « Tomates près de Nîmes »."""
    subject = _subject(query)
    place = where(query)
    if not subject:
        subject = _("Producteurs") if query.only == Kind.PRODUCER else _("Où acheter ?")
        if place and not query.only:
            subject = _("Où acheter")
    return f"{subject} {place}".strip()


def near(name: str) -> str:
    """« près de Nîmes », « près du Vigan », « près d’Uzès »."""
    if name.startswith("Le "):
        return _("près du %(rest)s") % {"rest": name.removeprefix("Le ")}
    if name.startswith("Les "):
        return _("près des %(rest)s") % {"rest": name.removeprefix("Les ")}
    if name[:1] in "AEIOUYÀÂÉÈÊÎÔÛÏH":
        return _("près d’%(name)s") % {"name": name}
    return _("près de %(name)s") % {"name": name}


def filters(query: Query) -> list[Filter]:
    """Every filter in force, with the address of the same search without it."""
    found = [*place_filters(query)]
    for entry in query.products:
        found.append(_removable(query, "produit", entry.value, entry.label))
    for entry in query.families:
        found.append(_removable(query, "famille", entry.value, entry.label))
    found += _kind_filters(query)
    for country in query.countries:
        found.append(_removable(query, "pays", country, Country(country).label))
    for attribute, parameter, value, label in _FLAGS:
        if getattr(query, attribute):
            found.append(_removable(query, parameter, value, label()))
    if query.open_at:
        found.append(_removable(query, "ouvert", "maintenant", open_label(query)))
    found += _word_filters(query)
    return found


def open_label(query: Query) -> str:
    if query.open_at == query.now:
        return _("Ouvert maintenant")
    local = query.open_at.astimezone(PARIS)
    words = {
        "weekday": weekday(local.date()),
        "date": short_date(local.date(), query.now.astimezone(PARIS).date()),
        "hour": hour(local),
    }
    return _("Ouvert %(weekday)s %(date)s à %(hour)s") % words


def _subject(query: Query) -> str:
    names = [entry.plural or entry.label for entry in (*query.products, *query.families)]
    names = [*names, *_kind_names(query)]
    if query.words:
        names.append(_("« %(words)s »") % {"words": _unknown(query)[0]})
    names = [str(name) for name in names]
    if not names:
        return next((label() for flag, _p, _v, label in _SUBJECTS if getattr(query, flag)), "")
    if len(names) > 3:
        names = [*names[:2], _("autres produits et lieux")]
    names[1:] = [_lowered(name) for name in names[1:]]
    return " ".join((", ".join(names[:-1]), _("et"), names[-1])) if names[1:] else names[0]


def _lowered(name: str) -> str:
    """« Miel » inside a sentence; « AMAP » stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _kind_names(query: Query) -> list[str]:
    grouped = [r.entry for r in query.recognised if r.entry.parameter == "type"]
    names = [str(entry.label) for entry in grouped]
    covered = {value for entry in grouped for value in entry.values}
    return names + [str(Kind(kind).label) for kind in query.kinds if kind not in covered]


def where(query: Query) -> str:
    """« près de Nîmes », « dans les Cévennes », or nothing."""
    if query.bbox is not None:
        return _("dans la zone de la carte")
    if query.place is not None:
        return near(query.place.label) if query.place.label else _("autour du point choisi")
    if len(query.countries) == 1:
        return _COUNTRIES[Country(query.countries[0])]()
    return ""


def place_filters(query: Query):
    """What says where: the circle around a place, the area of the map."""
    if query.bbox is not None:
        label = _("La zone de la carte")
        yield Filter(str(label), query.urlencode(bbox=None))
    if query.place is None:
        return
    mine = [r for r in query.recognised if r.entry.parameter == "ou"]
    changes = dict.fromkeys(PLACE_PARAMETERS) | ({"q": query.without_words(mine)} if mine else {})
    if query.values("tri") == ("distance",):
        changes["tri"] = None
    words = {
        "radius": f"{query.place.radius_km:g}".replace(".", ","),
        "place": query.place.label or _("ce point"),
    }
    label = _("À %(radius)s km : %(place)s") if query.bbox is None else _("Depuis %(place)s")
    yield Filter(label % words, query.urlencode(**changes))


def _kind_filters(query: Query):
    grouped = {r.entry: r for r in query.recognised if r.entry.parameter == "type"}
    covered = {value for entry in grouped for value in entry.values}
    given = query.values("type")
    for entry, recognised in grouped.items():
        yield Filter(str(entry.label), query.urlencode(q=query.without_words([recognised])))
    for kind in query.kinds:
        if kind in given and kind not in covered:
            yield _removable(query, "type", kind, Kind(kind).label)


def _word_filters(query: Query):
    """The words that nothing recognised, as one filter: apart, they would mislead."""
    if not query.words:
        return
    others, kept = _unknown(query)
    yield Filter(_("« %(words)s »") % {"words": others}, query.urlencode(q=kept))


def _unknown(query: Query) -> tuple[str, str]:
    """The words typed that nothing recognised, without their quotes, and the others."""
    known = {unit for recognised in query.recognised for unit in recognised.units}
    others = [unit.strip(QUOTES) for n, unit in enumerate(query.units) if n not in known]
    return " ".join(others), " ".join(query.units[n] for n in sorted(known))


def _removable(query: Query, parameter: str, value: str, label) -> Filter:
    return Filter(str(label), query.urlencode(**query.toggled(parameter, value, on=False)))
