"""Numbers as French and English write them."""

from __future__ import annotations

from coucou.words.locale import is_french

_SPACE = "\N{NO-BREAK SPACE}"
_ONES = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"],
}


def number(value: int | float, lang: str) -> str:
    """Two decimals at most, groups from 10,000 on: four digits are as often a year as a quantity."""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else round(value, 2)
    text = f"{value:,}" if abs(value) >= 10_000 else f"{value}"
    if is_french(lang):
        text = text.replace(",", _SPACE).replace(".", ",")
    return text.replace("-", "−")


def percent(share: float, lang: str) -> str:
    """A share of 1, to the unit: "85%", « 85 % »."""
    return f"{number(round(share * 100), lang)}{_SPACE if is_french(lang) else ''}%"


def size(count: int, lang: str) -> str:
    """Bytes in decimal units: "1.2 MB", « 1,2 Mo »."""
    unit = "o" if is_french(lang) else "B"
    amount = float(count)
    for prefix in ("", "k", "M", "G"):
        if abs(amount) < 1000 or prefix == "G":
            break
        amount /= 1000
    return f"{number(round(amount, 1), lang)}{_SPACE}{prefix}{unit}"


def spelled(value: int, lang: str) -> str:
    """Up to twelve in words (« un », "one"), beyond in digits."""
    words = _ONES["fr" if is_french(lang) else "en"]
    return words[value] if 0 <= value < len(words) else number(value, lang)


def hundredths(value: float, lang: str) -> str:
    """Always two decimals, so that figures stand below each other: "0.70", « 0,70 »."""
    text = f"{value:.2f}"
    return text.replace(".", ",") if is_french(lang) else text
