"""HTML in, accessible archival PDF out: the only room that knows WeasyPrint."""

#: The name by which the field for a seal is found in a file.
SIGNATURE_FIELD = "Seal"
