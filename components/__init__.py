"""The site's building blocks, one ComponentResource a file. Providers come from the caller through `opts`."""
