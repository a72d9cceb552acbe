"""Large random tensors are drawn again for each of their readers.

Worked example, dropout: the mask is a factor on the way forwards, and again on the way back. It is
a pure function of seed, counter and place, so the second reader gets the very same numbers without
a large tensor that waits for it; each part of it is drawn right before it is read.
"""

from kerastutor.compiler.lower.parts import Part

LARGE = 1_000_000  # bytes


def redraw(jobs, specs, roots):
    """The jobs, with further ones that draw large tensors again; what reads them is changed.

    # Arguments
        jobs: list of jobs in topological order, with their `reads` (bind.py).
        specs: dictionary tensor -> Spec, which gets those of the new tensors.
        roots: tensors that are read at the end.
    """
    drawn = {
        job.node.outputs[0]: job
        for job in jobs
        if getattr(job.node.op, "kernel", None) == "random"
        and not job.host
        and specs[job.node.outputs[0]].nbytes >= LARGE
        and job.node.outputs[0] not in roots
    }
    if not drawn:
        return jobs
    found, seen = [], set()
    for job in jobs:
        for t in dict.fromkeys(job.reads):
            if t not in drawn or t not in seen:
                continue
            source, spec = drawn[t], specs[t]
            again = Part(source.node, source.node.op.name, [], [(spec.shape, spec.dtype)])
            made = source.of(again)
            made.reads = list(source.reads)
            found.append(made)
            new = again.outputs[0]
            specs[new] = spec
            job.reads = [new if r is t else r for r in job.reads]
        seen.update(job.reads)
        found.append(job)
    return found
