"""The words of the field: one file each, their pages, the search, and the definitions that open in place."""
