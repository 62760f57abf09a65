"""A round of a circle: the file of volunteers, the rounds on record, the gaps that suit a group, and the letters.

The pairing itself is :mod:`coucou.core.circle`. No store is opened: a circle is its organiser's file, not a mailbox.
"""
