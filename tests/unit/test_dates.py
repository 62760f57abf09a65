"""Moments in mail headers, in every form that mailers have written."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou_connectors.dates import moment, received


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri, 17 Sep 1999 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("Fri, 17 Sep 1999 17:48:22 +0200 (CEST)", "1999-09-17T17:48:22+02:00"),
        ("Fri, 17 Sep 1999 17:48:22 -0500 (Eastern Standard Time (US))", "1999-09-17T17:48:22-05:00"),
        ("17 Sep 1999 17:48 +0200", "1999-09-17T17:48:00+02:00"),
        ("  Fri,  17  Sep  1999 17:48:22  +0200  ", "1999-09-17T17:48:22+02:00"),
        ("fri, 17 SEP 1999 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("Friday, 17 September 1999 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("Mon, 17 Sep 1999 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        # no zone known: UTC
        ("Fri, 17 Sep 1999 17:48:22 -0000", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 A", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 XYZ", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 +9900", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 +0575", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 ,0200", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 +02,0", "1999-09-17T17:48:22+00:00"),
        # zones by name
        ("Fri, 17 Sep 1999 17:48:22 GMT", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 UT", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 Z", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17 Sep 1999 17:48:22 EDT", "1999-09-17T17:48:22-04:00"),
        ("Fri, 17 Sep 1999 17:48:22 PST", "1999-09-17T17:48:22-08:00"),
        ("Fri, 17 Sep 1999 17:48:22 CET", "1999-09-17T17:48:22+01:00"),
        ("Fri, 17 Sep 1999 17:48:22 MET DST", "1999-09-17T17:48:22+02:00"),
        ("Fri, 17 Sep 1999 17:48:22 HAE", "1999-09-17T17:48:22-04:00"),
        ("Fri, 17 Sep 1999 17:48:22 NST", "1999-09-17T17:48:22-03:30"),
        ("Fri, 17 Sep 1999 17:48:22 GMT+0200", "1999-09-17T17:48:22+02:00"),
        ("Fri, 17 Sep 1999 17:48:22 GMT-5", "1999-09-17T17:48:22-05:00"),
        ("Fri, 17 Sep 1999 17:48:22 +02:00", "1999-09-17T17:48:22+02:00"),
        ("Fri, 17 Sep 1999 17:48:22 +0530", "1999-09-17T17:48:22+05:30"),
        # years of two, three and five digits
        ("Fri, 17 Sep 99 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("Wed, 3 Jan 01 17:48:22 EST", "2001-01-03T17:48:22-05:00"),
        ("3 Jan 50 10:00:00 GMT", "1950-01-03T10:00:00+00:00"),
        ("Mon, 3 Jan 100 17:48:22 +0200", "2000-01-03T17:48:22+02:00"),
        ("Mon, 3 Jan 19100 17:48:22 +0200", "2000-01-03T17:48:22+02:00"),
        # other forms
        ("Fri Sep 17 17:48:22 1999", "1999-09-17T17:48:22+00:00"),
        ("Fri Sep 17 17:48:22 EDT 1999", "1999-09-17T17:48:22-04:00"),
        ("Fri Sep 17 17:48:22 1999 +0200", "1999-09-17T17:48:22+02:00"),
        ("Friday, 17-Sep-99 17:48:22 GMT", "1999-09-17T17:48:22+00:00"),
        ("Fri, 17-Sep-1999 17:48:22 GMT", "1999-09-17T17:48:22+00:00"),
        ("1999-09-17T17:48:22Z", "1999-09-17T17:48:22+00:00"),
        ("1999-09-17 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("1999-09-17T17:48:22.123-03:30", "1999-09-17T17:48:22-03:30"),
        ("ven., 17 sept. 1999 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("mar., 3 août 1999 17:48:22 +0200", "1999-08-03T17:48:22+02:00"),
        ("lun. 1 févr. 1999 17:48:22 +0100", "1999-02-01T17:48:22+01:00"),
        ("Fri, 17 Sep 1999 17.48.22 +0200", "1999-09-17T17:48:22+02:00"),
        ("Thu, 31 Dec 1998 23:59:60 +0000", "1998-12-31T23:59:59+00:00"),
    ],
)
def test_every_form_of_date_is_read(written: str, expected: str) -> None:
    found = moment(written)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "written",
    ["", " ", "yesterday", "Fri, 31 Feb 1999 17:48:22 +0200", "Fri, 0 Sep 1999 17:48:22 +0200", "Date", "()", "((((",
     "Fri, 17 Sep 1999 25:48:22 +0200", "Fri, 17 Foo 1999 17:48:22 +0200", "1999-13-45T17:48:22Z", "17:48:22", "+0200",
     "Fri, 17 Sep 99999 17:48:22 +0200", "Fri, 17 Sep 1999 17:61:22 +0200", "9" * 5000, "Fri, 17 Sep ²⁰⁰⁰ 17:48:22"],
)  # fmt: skip
def test_an_impossible_date_is_none(written: str) -> None:
    assert moment(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("from a by b with SMTP id 1; Fri, 17 Sep 1999 17:48:22 +0200", "1999-09-17T17:48:22+02:00"),
        ("from a (x; y) by b;        Fri, 17 Sep 1999 17:48:22 -0700 (PDT)", "1999-09-17T17:48:22-07:00"),
        ("by b", None),
    ],
)
def test_an_arrival_stands_behind_the_last_semicolon(written: str, expected: str | None) -> None:
    found = received(written)
    assert (found and found.isoformat()) == expected


_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)), _OFFSETS)  # noqa: DTZ001 - a zone is given beside them
@settings(max_examples=150, deadline=None)
def test_what_a_mailer_writes_is_read_back_with_its_offset(naive: datetime, zone: timezone) -> None:
    there = naive.replace(microsecond=0, tzinfo=zone)
    found = moment(format_datetime(there))
    assert found == there
    assert found is not None
    assert found.utcoffset() == there.utcoffset()


@given(st.text(st.sampled_from("FriSepaoû.,:;-+()0123456789 TZGMT/\t"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_date_breaks_the_reading(written: str) -> None:
    found = moment(written)
    assert found is None or found.utcoffset() is not None
