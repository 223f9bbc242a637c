"""Lists of people as files: what is on the page, or a sheet to be mended and sent back."""
