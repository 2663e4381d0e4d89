"""How long nodes take, for previews and estimates: minutes that were reported, not promised."""

CREATE_MINUTES = 45
"""assumed: from the request for a cluster of three nodes to its Prism Central. A Nutanix engineer's notes of 2026 say
about 30 minutes for the cluster on AWS, a public walk-through of the API (on Azure) about 45 with Prism Central."""
FIRST_NODE_MINUTES = 25
"""assumed: a bare-metal instance boots in 10 to 15 minutes, then AOS adds it to the cluster."""
FURTHER_NODE_MINUTES = 5
"""assumed: instances boot side by side, AOS adds them one after the other."""
REMOVE_NODE_MINUTES = 30
"""assumed: a node's data is copied to the others before it goes; with much data it takes hours."""

RESUME_MINUTES, RESUMED_TB = 110, 9.74
"""Moving so much data between S3 and a cluster of three i3.metal nodes: 34 minutes for its metadata, 59 for its data,
98 in all for AOS, 110 by the NC2 console (a test of Nutanix, TN-2028 v2.6). assumed: a resume takes as long."""


def minutes_to_join(nodes: int) -> int:
    """Until so many nodes have joined a cluster that is there."""
    return FIRST_NODE_MINUTES + FURTHER_NODE_MINUTES * (nodes - 1) if nodes > 0 else 0


def minutes_to_create(nodes: int) -> int:
    """Until there is a cluster of so many nodes and its Prism Central answers."""
    return CREATE_MINUTES + FURTHER_NODE_MINUTES * max(0, nodes - 3)


def minutes_to_leave(nodes: int) -> int:
    """Until so many nodes have left."""
    return REMOVE_NODE_MINUTES * nodes
