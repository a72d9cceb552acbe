"""A fresh process: `python -m benchmarks.cold <peer> import|first_step`; prints when it is done.

first_step: import, build and compile the MLP 20-64-64-10, and one `fit` of one batch.
"""
import importlib
import json
import sys
import warnings

from benchmarks.machine import peak_rss_mb
from benchmarks.rows import ROWS
from benchmarks.worker import TORCH_PEERS, make_side


def main():
    peer, mode = sys.argv[1:3]
    warnings.filterwarnings("ignore")
    if mode == "import":
        importlib.import_module("torch" if peer in TORCH_PEERS else peer)
    else:
        row = ROWS["mlp_b32"]
        make_side(peer, row._replace(samples=row.batch)).fit(1)
    print("DONE " + json.dumps({"rss_mb": peak_rss_mb()}), flush=True)


if __name__ == "__main__":
    main()
