"""The demonstration: an invented person's mail, calendars and contacts, made anew relative to today."""

from coucou.demo.world import build

__all__ = ["build"]
