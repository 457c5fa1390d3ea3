"""Start page, navigation, statements and demo data of the reference site."""
