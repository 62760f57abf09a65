"""The demonstration: an invented person's mail, calendars and contacts, made anew relative to today."""
