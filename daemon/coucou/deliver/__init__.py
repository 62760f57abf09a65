"""Deliver, the third of the four uses: what was approved leaves, once, after a last look at everything.

``checks`` looks, ``parcel`` wraps, ``effects`` asks providers and keeps what they said, ``run`` puts them together.
See docs/explanation/delivery.md.
"""
