"""Papers: what is printed and filed, as PDF by typst and as DOCX for the fixed official forms."""
