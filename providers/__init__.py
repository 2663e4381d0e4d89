"""Pulumi dynamic providers over ``prism``: one noun a file, all six verbs.

Module paths and provider class names are written into state: renaming one needs a re-export under the old
name.
"""
