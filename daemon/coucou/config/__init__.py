"""The user's one TOML file → frozen settings; every mistake reported at once, with file, line and key."""

from coucou.config.load import ConfigError, Mistake, default_path, load, parse

__all__ = ["ConfigError", "Mistake", "default_path", "load", "parse"]
