"""The demo city: real divisions, made-up people, three assessed years; the same for a seed."""
