"""A fresh process: `python -m benchmarks.cold <peer> <row> <description>`, or "import" as the row.

Imports the library, builds and compiles the row's model and makes one training step with `fit`
(applications: one prediction); prints when it is done, the peak memory after the import alone, and
that after three more steps, in MB.
"""
import json
import sys
import time
import warnings

from benchmarks import keras_side
from benchmarks.machine import peak_rss_mb
from benchmarks.rows import ROWS
from benchmarks.worker import TORCH_PEERS, make_side


def main():
    peer, name = sys.argv[1:3]
    warnings.filterwarnings("ignore")
    if peer in TORCH_PEERS:
        import torch  # noqa: F401
    else:
        keras_side.load(peer)
    reply = {"imported_mb": peak_rss_mb()}
    if name != "import":
        row = ROWS[name]
        side = make_side(peer, row, sys.argv[3], samples=row.batch)
        (side.fit if row.trains else side.predict)(1)
    reply["done"] = time.time()
    if name != "import":
        (side.train_on_batch if row.trains else side.predict)(3)
    reply["peak_mb"] = peak_rss_mb()
    print("DONE " + json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
