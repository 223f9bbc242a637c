"""Forms of the registry: filters of its lists, and what is typed into a file."""
