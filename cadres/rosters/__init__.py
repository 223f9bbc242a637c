"""Rosters as townships send them: read as they are, judged against the registry, written whole."""
