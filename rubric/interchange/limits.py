"""How large a file may be. Whatever is larger is refused before it is parsed."""

KILOBYTE = 1024
#: A rubric of 60 criteria on 10 levels in three languages is about 700 kB.
SIZE_LIMITS = {
    "json": 2048 * KILOBYTE,
    "case": 2048 * KILOBYTE,
    "yaml": 1024 * KILOBYTE,
    "canvas": 1024 * KILOBYTE,
    "xlsx": 2048 * KILOBYTE,
}
MOST_BYTES = max(SIZE_LIMITS.values())
#: How deep mappings and lists may stand in each other.
DEPTH = 20
#: Values in a YAML file: keys, texts, beginnings and ends of mappings.
YAML_EVENTS = 30_000
#: A whole number of a file; larger ones are no number of a rubric.
DIGITS = 15
CSV_ROWS = 500
#: A workbook is a ZIP archive of XML files.
XLSX_PARTS = 200
XLSX_UNPACKED = 6 * 1024 * KILOBYTE
XLSX_RATIO = 150
XLSX_SHEETS = 20
#: Beginnings and ends of XML elements; those of styles are the slowest to read.
XLSX_ELEMENTS = 150_000
XLSX_STYLE_ELEMENTS = 20_000
XLSX_ROWS = 2_000
XLSX_COLUMNS = 60
#: What is kept of another system's file beside the rubric itself.
FOREIGN = 100 * KILOBYTE
