"""A release → what other programs open: tables, files of tables, graphs, documents, a data cube."""
