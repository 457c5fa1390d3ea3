"""HTML in, accessible archival PDF out: the only room that knows WeasyPrint."""
