"""Questions to the registry."""
