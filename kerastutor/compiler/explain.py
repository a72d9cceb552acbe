"""`explain(plan)`: a plan as a table that people can read."""


def explain(plan):
    """Table of a plan: one line per job in the order they run.

    # Arguments
        plan: a `Plan`, from `Function.plan(inputs)`.

    # Returns
        A string. Columns: phase; the parts into which the job is cut; op; shape of the result;
        bytes written; floating-point operations; kernels. Below it the totals: memory, rows,
        updates that are written in place.
    """
    lines = [("phase", "parts", "op", "shape", "bytes", "FLOPs", "kernel", "built at")]
    total_flops = 0
    for phase, group, job in plan.listing:
        node = job.node
        shapes = ", ".join(
            "x".join(map(str, plan.bound.specs[t].shape)) or "scalar" for t in node.outputs
        )
        size = sum(plan.bound.specs[t].nbytes for t in node.outputs)
        flops = job.flops or sum(plan.bound.specs[t].size for t in node.outputs)
        total_flops += flops
        where = "%s:%d" % (node.where[0].rsplit("/", 1)[-1], node.where[1]) if node.where else ""
        kernel = "NumPy reference" if job.host else job.name
        lines.append(
            (
                str(phase),
                str(len(group.cuts) - 1),
                node.op.name,
                shapes,
                str(size),
                str(flops),
                kernel,
                where,
            )
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    text = [
        "  ".join(
            cell.rjust(w) if i in (0, 1, 4, 5) else cell.ljust(w)
            for i, (cell, w) in enumerate(zip(line, widths))
        ).rstrip()
        for line in lines
    ]
    text.insert(1, "-" * len(text[0]))
    text.append(
        "arena %d bytes; %d rows in %d phases; %d FLOPs; %d of %d updates in place"
        % (
            plan.arena.nbytes,
            len(plan.rows),
            len(plan.phases),
            total_flops,
            len(plan.variables) - len(plan.commits),
            len(plan.variables),
        )
    )
    return "\n".join(text)
