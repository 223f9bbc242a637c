"""The person page, 一人一档: what it gathers, and how each part reads."""
