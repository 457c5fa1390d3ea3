"""The verbs of the certificates app. Import the module of the verb you need."""
