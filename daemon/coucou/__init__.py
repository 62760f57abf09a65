"""coucou: keeps in touch, gently."""

__version__ = "0.1.0"
