"""Dates, hours, lengths and zones as people write them. ``region`` is a country such as CA-QC or FR, "" when unknown.

How a sentence puts them together is decided here: Office québécois de la langue française, Banque de dépannage
linguistique, « Heure » (10 h 30, 14 h); France writes 10h30. The names of days and months are written out, because
Babel takes 80 ms to load and every listing needs them; a test compares them with Babel's. Zones are named by Babel.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coucou.words.numbers import number, spelled

NBSP = "\N{NO-BREAK SPACE}"
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
}
MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
_MONTH, _YEAR = 365.25 / 12, 365.25

# Countries whose English says "December 3" and "10:30 a.m."; the rest of the world says "3 December" and "10:30am".
_MONTH_FIRST = frozenset({"", "CA", "US", "PH"})
# Countries whose French says « 10 h 30 »; France and its neighbours say « 10h30 ».
_SPACED_HOURS = frozenset({"", "CA", "US"})


def clock(at: time | datetime, lang: str, region: str = "") -> str:
    """``10 h 30``, ``14 h`` (``10h30`` in France); ``10:30 a.m.``, ``2 p.m.`` (``10:30am`` in Britain), ``noon``."""
    hour, minute = at.hour, at.minute
    if lang[:2] == "fr":
        space = NBSP if is_canadian(region) else ""
        return f"{hour}{space}h" + (f"{space}{minute:02d}" if minute else "")
    if (hour, minute) == (12, 0):
        return "noon"
    half = "am" if hour < 12 else "pm"
    if _country(region) in _MONTH_FIRST:
        half = f"{NBSP}{half[0]}.m."
    return f"{hour % 12 or 12}" + (f":{minute:02d}" if minute else "") + half


def day(when: date, lang: str, region: str = "") -> str:
    """``jeudi 3 décembre``, ``vendredi 1er janvier``; ``Thursday, December 3``, ``Thursday 3 December`` in Britain."""
    weekday = DAYS[lang[:2]][when.weekday()]
    comma = "," if lang[:2] == "en" and _country(region) in _MONTH_FIRST else ""
    return f"{weekday}{comma} {_day_of_month(when, lang, region)}"


def full_day(when: date, lang: str, region: str = "") -> str:
    """A date with its year: ``3 décembre 2026``; ``December 3, 2026``, ``3 December 2026`` in Britain."""
    comma = "," if lang[:2] == "en" and _country(region) in _MONTH_FIRST else ""
    return f"{_day_of_month(when, lang, region)}{comma} {when.year}"


def month(when: date, lang: str) -> str:
    """``décembre 2026``, ``December 2026``."""
    return f"{MONTHS[lang[:2]][when.month - 1]} {when.year}"


def moment(when: datetime, lang: str, region: str = "") -> str:
    """A day and its hour, by the moment's own clock, without its zone: ``jeudi 3 décembre à 10 h 30``."""
    return f"{day(when, lang, region)}{_at(lang)}{clock(when, lang, region)}"


def written(when: date | time | timedelta, lang: str, form: str = "") -> str:
    """A value as a text's field asks for it; the forms are those of ``coucou.words.say``."""
    if isinstance(when, timedelta):
        return {"ago": ago, "since": since}.get(form, length)(when, lang)
    if isinstance(when, time):
        return clock(when, lang)
    if isinstance(when, datetime) and form in {"", "time", "when"}:
        hour = clock(when, lang)
        return hour if form == "time" else f"{(day if form else full_day)(when, lang)}{_at(lang)}{hour}"
    if form in {"day", "full", "month"}:
        return {"day": day, "full": _with_weekday, "month": month}[form](when, lang)
    return full_day(when, lang)


def _with_weekday(when: date, lang: str) -> str:
    return f"{day(when, lang)}{',' if lang[:2] == 'en' else ''} {when.year}"


def _at(lang: str) -> str:
    return f" à{NBSP}" if lang[:2] == "fr" else " at "


def _day_of_month(when: date, lang: str, region: str) -> str:
    name = MONTHS[lang[:2]][when.month - 1]
    if lang[:2] == "fr":
        return f"{'1er' if when.day == 1 else when.day}{NBSP}{name}"
    return f"{name}{NBSP}{when.day}" if _country(region) in _MONTH_FIRST else f"{when.day}{NBSP}{name}"


def is_canadian(region: str) -> bool:
    """Whether French is written as in Canada, which is also what an unknown region gets."""
    return _country(region) in _SPACED_HOURS


def _country(region: str) -> str:
    return region.partition("-")[0].upper()


# --- lengths --------------------------------------------------------------------------------------------------------


def length(how_long: timedelta, lang: str) -> str:
    """``25 minutes``, ``2 heures``; days and longer as ``silence`` says them."""
    if how_long >= timedelta(days=1):
        return silence(how_long.days, lang)
    hours, minutes = divmod(round(how_long.total_seconds() / 60), 60)
    if hours and not minutes:
        return _count(hours, "hour", "heure", lang)
    if hours:
        return (
            f"{_count(hours, 'hour', 'heure', lang)}{NBSP}{minutes:02d}"
            if lang[:2] == "fr"
            else f"{hours}{NBSP}h {minutes}{NBSP}min"
        )
    return _count(minutes, "minute", "minute", lang)


def ago(how_long: timedelta, lang: str) -> str:
    """``il y a 3 mois``, ``3 months ago``."""
    said = silence(how_long.days, lang)
    return f"il y a {said}" if lang[:2] == "fr" else f"{said} ago"


def since(how_long: timedelta, lang: str) -> str:
    """``depuis plus d’un an``, ``for more than a year``."""
    said = silence(how_long.days, lang)
    return f"depuis {said}" if lang[:2] == "fr" else f"for {said}"


def silence(days: int, lang: str, in_words: bool = False) -> str:
    """How long something has been, in the round words that people use: ``quelques jours``, ``3 semaines``, ``2 mois``,
    ``près d’un an``, ``plus d’un an``, ``près de deux ans``. ``in_words``, as letters do, it is ``trois semaines``."""
    french = lang[:2] == "fr"
    if days < 14:
        return "quelques jours" if french else "a few days"
    if days < 60:
        return _count(days // 7, "week", "semaine", lang, in_words)
    if days < 11 * _MONTH:
        months = int((days + 3) / _MONTH)  # 60 days are two months to everybody, 90 are three
        return _count(months, "month", "mois", lang, in_words)
    return _years(days, french)


def _years(days: int, french: bool) -> str:
    """A week around an anniversary says the number itself, the last quarter of a year the next one."""
    count = round(days / _YEAR)
    if count and abs(days - count * _YEAR) <= 7:
        how = "just"
    elif days % _YEAR > 0.75 * _YEAR:
        count, how = int(days / _YEAR) + 1, "almost"
    else:
        count, how = int(days / _YEAR), "more"
    if french:
        years = f"un{NBSP}an" if count == 1 else f"{spelled(count, 'fr')}{NBSP}ans"
        of = "d’" if count == 1 else "de "
        return {"more": f"plus {of}{years}", "almost": f"près {of}{years}", "just": years}[how]
    years = f"a{NBSP}year" if count == 1 else f"{spelled(count, 'en')}{NBSP}years"
    return {"more": f"more than {years}", "almost": f"almost {years}", "just": years}[how]


def _count(n: int, english: str, french: str, lang: str, in_words: bool = False) -> str:
    word = french if lang[:2] == "fr" else english
    plural = (n > 1 if lang[:2] == "fr" else n != 1) and word[-1] != "s"
    return f"{(spelled if in_words else number)(n, lang)}{NBSP}{word}{'s' if plural else ''}"


# --- zones ----------------------------------------------------------------------------------------------------------

# What people call their zone in North America, where it is the clock of this city; elsewhere the city itself says it.
# (Regina's zone is CLDR's "Central" too, but in summer its clock is not Chicago's.)
_NAMED = {
    "America_Eastern": "America/New_York",
    "America_Central": "America/Chicago",
    "America_Mountain": "America/Denver",
    "America_Pacific": "America/Los_Angeles",
    "Atlantic": "America/Halifax",
    "Newfoundland": "America/St_Johns",
    "Alaska": "America/Anchorage",
}


def zone(name: str, lang: str, region: str = "", at: datetime | None = None) -> str:
    """A zone as people say it: ``heure de l’Est``, ``Eastern Time``, ``heure de Paris``, ``London time``.

    ``at`` (aware; January of 2026 otherwise) matters where a city leaves its neighbours' clock for part of the year.
    """
    if name.upper() in {"UTC", "ETC/UTC", "GMT", "ETC/GMT", "Z"}:
        return "temps universel" if lang[:2] == "fr" else "UTC"
    fixed = re.fullmatch(r"Etc/GMT([+-])(\d+)", name)
    if fixed:  # POSIX's sign: Etc/GMT+5 is five hours behind
        return f"UTC{'−' if fixed[1] == '+' else '+'}{fixed[2]}"
    # Babel takes 80 ms to load: only when a zone is named.
    from babel.core import get_global
    from babel.dates import get_timezone_location, get_timezone_name

    locale = _locale(lang, region)
    canonical = get_global("zone_aliases").get(name, name)
    reference = _NAMED.get(str(get_global("meta_zones").get(canonical, "")))
    if reference and _same_clock(name, reference, at):
        said = str(get_timezone_name(ZoneInfo(reference), width="long", zone_variant="generic", locale=locale))
        return said.replace("'", "’")
    city = str(get_timezone_location(ZoneInfo(name), locale=locale, return_city=True)).replace("'", "’")
    return f"heure {_of(city)}" if lang[:2] == "fr" else f"{city} time"


def _locale(lang: str, region: str) -> str:
    found = f"{lang[:2]}_{_country(region) or 'CA'}"
    return found if found in {"fr_CA", "fr_FR", "fr_BE", "fr_CH", "en_CA", "en_US", "en_GB"} else f"{lang[:2]}_CA"


def _same_clock(name: str, reference: str, at: datetime | None) -> bool:
    moments = [at] if at else [datetime(2026, month, 15, 12, tzinfo=ZoneInfo("UTC")) for month in (1, 7)]
    return all(
        m.astimezone(ZoneInfo(name)).utcoffset() == m.astimezone(ZoneInfo(reference)).utcoffset() for m in moments
    )


def _of(city: str) -> str:
    """``de Paris``, ``d’Athènes``, ``du Caire``, ``de la Barbade`` (which CLDR lists as « Barbade (La) »)."""
    listed = re.fullmatch(r"(.+) \((L[aes]+)\)", city)
    if listed:
        return f"{ {'le': 'du', 'les': 'des'}.get(listed[2].lower(), 'de la') } {listed[1]}"
    if city.startswith("Le "):
        return f"du {city[3:]}"
    return f"d’{city}" if city[0].upper() in "AEIOUYÀÂÉÈÊÎÔ" else f"de {city}"
