"""Suggest, the second of the four uses: from what the ledger holds at a moment to proposals with their words.

``who`` there is, ``when`` the user is free, what is ``standing`` already; the ``round`` that puts them together, and
how it is ``worded``. Reads the store; only ``round.record`` writes to it. Import the parts by name: a command that
lists gaps needs no planning.
"""
