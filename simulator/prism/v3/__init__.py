"""The kinds of the v3 API, one module each; `simulator.prism.v3.api` answers with them."""
