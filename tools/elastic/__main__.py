"""``python -m tools.elastic 8``: start nodes and keep them until Ctrl-C."""

import argparse
import signal
import sys
from types import FrameType

from tools.elastic.cluster import cluster
from tools.elastic.distribution import RELEASES, NoServer


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    # Without it, SIGTERM would end this process and leave the nodes behind.
    signal.signal(signal.SIGTERM, _stop)
    parser = argparse.ArgumentParser(prog="python -m tools.elastic", description=__doc__)
    parser.add_argument("major", type=int, choices=sorted(RELEASES))
    parser.add_argument("--nodes", type=int, default=1, choices=(1, 3))
    parser.add_argument("--secured", action="store_true")
    asked = parser.parse_args()
    try:
        with cluster(asked.major, nodes=asked.nodes, secured=asked.secured) as started:
            sys.stdout.write(f"Elasticsearch {started.release.version}: {' '.join(started.urls)}\n")
            if started.password:
                sys.stdout.write(f"elastic / {started.password}, authority {started.ca_certificate}\n")
            sys.stdout.flush()
            signal.pause()
    except KeyboardInterrupt:
        return 0
    except NoServer as reason:
        sys.stderr.write(f"No server: {reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
