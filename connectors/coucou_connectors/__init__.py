"""The connectors that come with coucou. They enter by entry points, like anyone else's."""
