"""For authors of connectors: a connector in memory, and the suite that every connector passes.

``coucou.testing.conformance`` needs pytest; nothing else does. See its docstring for how to use it.
"""
