"""Files on this machine: mail, calendars and contacts."""
