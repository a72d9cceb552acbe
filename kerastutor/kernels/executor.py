"""The compiled loops that run plans: `drive` for the calling thread, `assist` for helper threads.

A plan is a list of phases; a phase is a set of independent tasks followed by a barrier; a task is a
chain of rows.

    rows    int64[.., ROW]   each one call of a kernel (kernels/jit.py)
    tasks   int64[.., 2]     first row, number of rows
    phases  int64[.., 2]     first task, number of tasks

The caller publishes a phase in one word, `sequence << 32 | tasks << 16 | next`, and everybody
claims tasks with one atomic add on it. The claimed word says which phase it belongs to, so a late
helper cannot run stale work, and the caller never waits for a helper to arrive: only for tasks that
a helper has claimed. What is computed does not depend on who computes it, so results are the same
bits for any number of threads.
"""

import numpy as np

from kerastutor.kernels.blas import blas_get, blas_set  # noqa: F401  (replaced when compiled)
from kerastutor.kernels.jit import ROW, helper, kernel
from kerastutor.kernels.words import (
    atomic_add,
    atomic_load,
    atomic_store,
    call_row,
    cpu_pause,
    flush_tiny_numbers,
    load_word,
    sched_yield,
    set_float_mode,
    store_word,
    syscall,
    usleep,
)

# words of a plan's context
ROWS, TASKS, PHASES, COUNT, SYNC, MODE, STATUS, DETAIL, LIMIT, BLAS = range(10)
CONTEXT = 16
# bytes in the block that all threads share; one cache line each
WORD, DONE, ARG, EPOCH, SLEEPERS, QUIT, FUTEX, SPIN = (128 * i for i in range(8))
BLOCK = 128 * 8
ALONE, SHARED = 0, 1  # MODE: whether helpers work on the plan too
MAX_TASKS = 60000
_WAIT, _WAKE = 128, 129  # futex operations, private to the process
# of the library of matrix products: a lock, the plans that run now, the threads it had before
LOCK, PLANS, BEFORE = (8 * i for i in range(3))
blas_words = np.zeros(3, np.int64)  # their place, of which BLAS is the address


@helper
def run_task(rows, task):
    """Run the chain of rows of the task at an address."""
    first = load_word(task)
    for i in range(first, first + load_word(task + 8)):
        row = rows + i * (ROW * 8)
        call_row(load_word(row), row)


@helper
def lock(b):
    """Enter a stretch of code that one thread at a time runs."""
    while atomic_add(b + LOCK, 1) != 0:
        atomic_add(b + LOCK, -1)
        sched_yield()


@helper
def keep_blas_alone(b):
    """Products run on the thread that asks for them as long as any plan runs: other cuts than ours
    would give other bits.
    """
    lock(b)
    store_word(b + PLANS, load_word(b + PLANS) + 1)
    threads = blas_get()
    if threads != 1:
        store_word(b + BEFORE, threads)
        blas_set(1)
    atomic_add(b + LOCK, -1)


@helper
def let_blas_go(b):
    """After the last plan the library gets its threads back."""
    lock(b)
    plans, threads = load_word(b + PLANS) - 1, load_word(b + BEFORE)
    store_word(b + PLANS, plans)
    if plans == 0 and threads != 0:
        store_word(b + BEFORE, 0)
        blas_set(threads)
    atomic_add(b + LOCK, -1)


@kernel("int64 c[16]")
def drive(c):
    """Run a whole plan; stops after a phase in which a kernel has set the status."""
    rows, tasks, phases, s = c[ROWS], c[TASKS], c[PHASES], c[SYNC]
    mode = flush_tiny_numbers()
    keep_blas_alone(c[BLAS])
    for p in range(c[COUNT]):
        first = load_word(phases + p * 16)
        count = load_word(phases + p * 16 + 8)
        if count == 1 or c[MODE] == ALONE:
            for k in range(first, first + count):
                run_task(rows, tasks + k * 16)
        else:
            share_phase(rows, tasks + first * 16, count, s)
        if c[STATUS] != 0:
            break
    let_blas_go(c[BLAS])
    set_float_mode(mode)


@helper
def share_phase(rows, tasks, count, s):
    """Publish a phase, wake helpers that sleep, work on it, and wait for the tasks that helpers
    have claimed.
    """
    store_word(s + ARG, rows)
    store_word(s + ARG + 8, tasks)
    atomic_store(s + DONE, 0)
    sequence = (atomic_load(s + WORD) >> 32) + 1
    atomic_store(s + WORD, (sequence << 32) | (count << 16))
    if atomic_load(s + SLEEPERS) > 0:
        atomic_add(s + EPOCH, 1)
        syscall(load_word(s + FUTEX), s + EPOCH, _WAKE, 1 << 20, 0, 0, 0)
    mine = 0
    while True:
        k = atomic_add(s + WORD, 1) & 0xFFFF
        if k >= count:
            break
        run_task(rows, tasks + k * 16)
        mine += 1
    atomic_add(s + DONE, mine)
    spins = 0
    while atomic_load(s + DONE) < count:
        spins += 1
        cpu_pause()
        if spins > 4200:
            usleep(20)  # really sleep, so that a helper that lost its core gets this one
        elif spins > 4000:
            sched_yield()


@kernel("int64 c[16]")
def assist(c):
    """A helper's life: claim tasks; when there have been none for a while, sleep until woken; end
    when told to.
    """
    s = c[SYNC]
    flush_tiny_numbers()
    limit = load_word(s + SPIN)
    spins = 0
    while True:
        word = atomic_load(s + WORD)
        if (word & 0xFFFF) < ((word >> 16) & 0xFFFF):
            word = atomic_add(s + WORD, 1)
            k = word & 0xFFFF
            if k < ((word >> 16) & 0xFFFF):
                run_task(load_word(s + ARG), load_word(s + ARG + 8) + k * 16)
                atomic_add(s + DONE, 1)
                spins = 0
            continue
        if atomic_load(s + QUIT):
            break
        spins += 1
        cpu_pause()
        if spins > limit:
            atomic_add(s + SLEEPERS, 1)
            epoch = atomic_load(s + EPOCH)
            word = atomic_load(s + WORD)
            if (word & 0xFFFF) >= ((word >> 16) & 0xFFFF) and atomic_load(s + QUIT) == 0:
                syscall(load_word(s + FUTEX), s + EPOCH, _WAIT, epoch & 0x7FFFFFFF, 0, 0, 0)
            atomic_add(s + SLEEPERS, -1)
            spins = 0


@kernel("int64 c[16]")
def wake_all(c):
    """Wake every sleeping helper."""
    s = c[SYNC]
    atomic_add(s + EPOCH, 1)
    syscall(load_word(s + FUTEX), s + EPOCH, _WAKE, 1 << 20, 0, 0, 0)
