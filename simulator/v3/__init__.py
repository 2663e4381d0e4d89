"""The kinds of the v3 API, one module each; `simulator._v3` answers with them."""
