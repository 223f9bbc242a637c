"""The official papers of a township's yearly assessment, one module a paper."""
