"""The daemon: a small process that knows when what is due, and lets children of its own do it.

``jobs`` is the table of what there is to do, ``agenda`` when it is due, ``workers`` the children, ``loop`` the waiting.
A child ends with its work: what a large calendar or a provider's library took of memory goes with it, one that hangs
can be ended, and the parent stays small and quick to answer.
"""
