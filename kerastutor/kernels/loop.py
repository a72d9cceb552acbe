"""A loop over the rows of a plan, for ops that run a step many times (compiler/lower/scan.py)."""
from kerastutor.kernels.jit import ROW, kernel
from kerastutor.kernels.words import call_row, load_word, store_word

CHANGE = 3  # words of a change: address of a word, its value in step 0, what each step adds


@kernel("int rows, int count, int changes, int many, int steps")
def loop(rows, count, changes, many, steps):
    """Call `count` rows `steps` times; before each time, set the words that differ by step."""
    for t in range(steps):
        for i in range(many):
            change = changes + i * (CHANGE * 8)
            store_word(load_word(change), load_word(change + 8) + t * load_word(change + 16))
        for i in range(count):
            row = rows + i * (ROW * 8)
            call_row(load_word(row), row)
