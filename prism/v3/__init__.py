"""The v3 API. A Prism Central below v4.2 has recovery plans and their jobs only here.

Each module stands in for the v4 collection of its name and uses the models of v4, so that nothing outside of ``prism``
sees v3. Written from what public clients send.
"""
