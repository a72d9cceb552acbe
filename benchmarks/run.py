"""Compare kerastutor with tf_keras and PyTorch: `python benchmarks/run.py` (see --help)."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from benchmarks.command import main  # noqa: E402

if __name__ == "__main__":
    main()
