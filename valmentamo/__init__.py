"""The ground floor, without tables: background jobs, accessible PDF, frozen rows."""
