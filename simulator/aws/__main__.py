"""`python -m simulator.aws --port N [--host HOST] [--ready-file PATH] [--snapshot PATH]`: the local AWS on its own."""

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from simulator.aws import snapshot
from simulator.aws.installation import UnrepairedMoto
from simulator.aws.server import make_aws_server


def main(argv: list[str] | None = None) -> int:
    """Serve until a signal ends the process.

    Returns 2 for another version of moto than the repaired one, or a taken port.
    """
    options = _parse(argv)
    try:
        if options.snapshot:
            snapshot.load(options.snapshot.read_bytes())
        server = make_aws_server(options.host, options.port)
    except (UnrepairedMoto, snapshot.SnapshotError) as error:
        print(error, file=sys.stderr)
        return 2
    except SystemExit:
        # werkzeug writes on stderr why it cannot serve a port, then ends the process by itself
        return 2
    signal.signal(signal.SIGTERM, _leave)
    endpoint = f"http://{options.host}:{server.server_port}"
    if options.ready_file:
        _write_whole(options.ready_file, json.dumps({"endpoint": endpoint, "pid": os.getpid()}))
    print(f"The local AWS answers on {endpoint}.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m simulator.aws", description="moto, with repairs for what disaster recovery needs"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default 127.0.0.1)")
    parser.add_argument("--port", type=int, required=True, help="port to bind; 0 takes a free one")
    parser.add_argument("--ready-file", type=Path, help="file to write once the endpoint is served")
    parser.add_argument("--snapshot", type=Path, help="what another local AWS answered to GET /simulator/v1/snapshot")
    return parser.parse_args(argv)


def _write_whole(path: Path, text: str) -> None:
    """Write a file that readers never see half written."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(path)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
