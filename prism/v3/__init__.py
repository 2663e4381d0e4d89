"""The v3 API, for what a Prism Central below v4.2 has nowhere else: recovery plans and their jobs.

Each module stands in for the collection of the same name and speaks in that one's models; nothing outside of ``prism``
sees v3. Written from what public clients send; ids of domain managers stand for availability zones' URLs (assumed).
"""
