"""Loops made smaller: a rewrite of graphs with `scan` nodes.

Worked example, the gradient of h' = tanh(x w + h u). As it is derived, the loop back through time
carries the gradient of u along and adds h' g to it (h transposed) in every step, and records all
its states in case somebody wants a second derivative. After this pass

- outputs, states and records that nobody needs are gone, and with them what only they need;
- the loop gives out g for every step, and one product of two long matrices, all h and all g,
  follows behind it: a sum of products over time is a product of the stacked matrices;
- x w, which needs no state, is one long product before the loop, and the gradient of x one behind.
"""
from kerastutor.graph.node import F, Node
from kerastutor.graph.tensor import Constant, Placeholder
from kerastutor.graph.traverse import rebuild, topological
from kerastutor.ops.scan import Scan


def smaller_loops(roots, optimize, order=None):
    """Rewrite the loops of a graph.

    # Arguments
        roots: list of tensors.
        optimize: function (roots) -> roots that rewrites the graph of a step.
        order: `topological(roots)`, when it is known already.

    # Returns
        List of tensors.
    """
    order = order or topological(roots)
    if not any([isinstance(node.op, Scan) for node in order]):
        return roots
    needed, loops = set(roots), {}
    for node in reversed(order):
        if not needed.isdisjoint(node.outputs):
            if isinstance(node.op, Scan):
                loops[node] = _Loop(node, needed, optimize)
                needed.update(loops[node].reads())
            else:
                needed.update(node.inputs)
    new = {}
    for node in order:
        if node in loops:
            new.update(loops[node].rebuilt(new))
        elif not needed.isdisjoint(node.outputs) and any(x in new for x in node.inputs):
            copy = Node(node.op, tuple(new.get(x, x) for x in node.inputs),
                        [(t.shape, t.dtype) for t in node.outputs])
            copy.where, copy.device = node.where, node.device
            new.update(zip(node.outputs, copy.outputs, strict=True))
    return [new.get(t, t) for t in roots]


class _Loop:
    """A loop that is being taken apart.

    # Attributes
        outs, news: dictionaries with the step's tensors that are kept: number of the output, or of
            the state -> tensor.
        records: numbers of the states whose values before each step are needed.
        extra: list of further outputs.
        sums: number of a state -> what is added to it in every step: for each term, the factors
            of a product or what is summed over samples.
        products: number of an output -> products that add up to it: list of (node, factor).
        early: placeholder in the step -> product that is done before the loop.

    A factor is an item, or the position of a tensor in `extra`.
    """

    def __init__(self, node, needed, optimize):
        self.node, self.op = node, node.op
        m, k = len(self.op.outs), len(self.op.held)
        self.sequences, self.states, outer = self.op.split(node.inputs)
        self.outer = dict(zip(self.op.captures, outer, strict=True))
        self.lasts = node.outputs[m : m + k]
        recorded = zip(self.op.records, node.outputs[m + k :], strict=False)
        self.recorded = {j: t for j, t in recorded if t in needed}
        self.records = list(self.recorded)
        self.outs = {i: self.op.outs[i] for i in range(m) if node.outputs[i] in needed}
        self.news = dict(enumerate(self.op.news))
        wanted = {j for j in range(k) if self.lasts[j] in needed} | set(self.records)
        self.extra, self.sums, self.products, self.early = [], {}, {}, {}
        self._keep(wanted)
        self._set(optimize(rebuild(self._roots(), {
            hole: x for hole, x in self.outer.items() if isinstance(x, Constant)})))
        self._keep(wanted)
        self._move_sums()
        self._move_late_products()
        self._move_early_products()
        self._keep(wanted & set(self.news))

    def _roots(self):
        return [*self.outs.values(), *self.news.values(), *self.extra]

    def _set(self, roots):
        m, k = len(self.outs), len(self.news)
        self.outs = dict(zip(self.outs, roots[:m], strict=True))
        self.news = dict(zip(self.news, roots[m : m + k], strict=True))
        self.extra = roots[m + k :]

    def _keep(self, wanted):
        """Drop the states on which neither the outputs nor the wanted states depend."""
        number = {held: j for j, held in enumerate(self.op.held)}
        kept, more = set(), set(wanted)
        reached = _leaves([*self.outs.values(), *self.extra])
        while True:
            more |= {number[x] for x in reached if x in number}
            if not more - kept:
                break
            reached = _leaves([self.news[j] for j in sorted(more - kept)])
            kept |= more
        self.news = {j: self.news[j] for j in sorted(kept)}

    # ---- what moves out ------------------------------------------------------------------------
    def _move_sums(self):
        """States to which only something is added, and which nobody reads."""
        uses = _uses(self._roots())
        for j, new in list(self.news.items()):
            held = self.op.held[j]
            if j in self.recorded or not _is(new, "add") or uses[new] > 1 or uses.get(held) != 1 \
                    or held not in new.node.inputs:
                continue
            a, b = new.node.inputs
            moved, rest = [], []
            for term in _terms(b if a is held else a):
                (moved if self._summable(term) else rest).append(term)
            if not moved or any(tuple(term.shape) != tuple(held.shape) for term in moved):
                continue
            self.sums[j] = [[self._stack(x) for x in self._factors(term)] for term in moved]
            del self.news[j]
            if rest:
                self.news[j] = _total([held, *rest])

    def _summable(self, term):
        """True for a product of two matrices over samples, and for a sum over samples."""
        if _is(term, "matmul"):
            op, shapes = term.node.op, [x.shape for x in term.node.inputs]
            return op.ta and not op.tb and all(len(s) == 2 and s[1] is not None for s in shapes)
        if _is(term, "sum_to"):
            g, like = (x.shape for x in term.node.inputs)
            return len(g) > len(like) and None not in g[1:]
        return False

    @staticmethod
    def _factors(term):
        return term.node.inputs if _is(term, "matmul") else term.node.inputs[:1]

    def _stack(self, x):
        """Factor for a tensor of the step: have the loop give it out, unless it is an item."""
        if x in self.op.items:
            return x
        if x not in self.extra:
            self.extra.append(x)
        return self.extra.index(x)

    def _move_late_products(self):
        """Outputs that are a sum of products with tensors from outside."""
        for i, out in list(self.outs.items()):
            terms = _terms(out)
            if all(self._by_outer(t) and t.node.inputs[0] not in self.outer for t in terms):
                self.products[i] = [(t.node, self._stack(t.node.inputs[0])) for t in terms]
                del self.outs[i]

    def _by_outer(self, t):
        """True for a product of a matrix of the step with a matrix from outside, or a dense
        layer."""
        if not _is(t, "matmul") and not _is(t, "dense"):
            return False
        x, *others = t.node.inputs
        fits = len(x.shape) == 2 and len(others[0].shape) == 2 and None not in (
            x.shape[1], t.shape[1])
        return fits and not getattr(t.node.op, "ta", False) and all(
            y in self.outer or isinstance(y, Constant) for y in others)

    def _move_early_products(self):
        """Products of elements of sequences with tensors from outside."""
        replace = {}
        for node in topological(self._roots()):
            t = node.outputs[0]
            if self._by_outer(t) and node.inputs[0] in self.op.items:
                replace[t] = Placeholder(t.shape, t.dtype, name="item")
                self.early[replace[t]] = node
        self._set(rebuild(self._roots(), replace))

    # ---- what is left --------------------------------------------------------------------------
    def _inner(self):
        """(numbers of the sequences, products before the loop, holes) that the step uses."""
        reached = _leaves(self._roots())
        early = [p for p in self.early if p in reached]
        items = [i for i, item in enumerate(self.op.items) if item in reached]
        if not items and not early and self._roots():
            items = [0]                                  # it tells the number of steps
        return items, early, [hole for hole in self.outer if hole in reached]

    def reads(self):
        """Outer tensors that are still needed."""
        items, early, holes = self._inner()
        found = [self.sequences[i] for i in items] + [self.outer[hole] for hole in holes]
        found += [self.states[j] for j in {*self.news, *self.sums}]
        products = [(self.early[p], self.early[p].inputs[0]) for p in early]
        products += [term for terms in self.products.values() for term in terms]
        found += [self.outer.get(y, y) for node, _ in products for y in node.inputs[1:]]
        factors = {x for terms in self.sums.values() for factors in terms for x in factors}
        factors.update(x for _, x in products)
        return found + [x for item, x in zip(self.op.items, self.sequences, strict=True)
                        if item in factors]

    def rebuilt(self, new):
        """Dictionary output -> tensor that stands for it. `new` says what stands for inputs."""
        def now(x):
            return new.get(x, x)
        items, early, holes = self._inner()
        outer = {hole: now(x) for hole, x in self.outer.items()}
        stacked = {item: now(x) for item, x in zip(self.op.items, self.sequences, strict=True)}
        sequences = [stacked[self.op.items[i]] for i in items]
        sequences += [_product(node, stacked[node.inputs[0]], outer)
                      for node in map(self.early.get, early)]
        results = iter(self._made(items, early, holes, [
            *sequences, *(now(self.states[j]) for j in self.news), *map(outer.get, holes)]))
        found = {self.node.outputs[i]: next(results) for i in self.outs}
        stacked.update((at, next(results)) for at in range(len(self.extra)))
        found.update((self.lasts[j], next(results)) for j in self.news)
        found.update((self.recorded[j], next(results)) for j in self.records)
        for i, terms in self.products.items():
            found[self.node.outputs[i]] = _total([_product(node, stacked[x], outer)
                                                  for node, x in terms])
        for j, terms in self.sums.items():
            first = found.get(self.lasts[j], now(self.states[j]))
            parts = [_summed([stacked[x] for x in factors], first) for factors in terms]
            found[self.lasts[j]] = _total(parts if _is(first, "zeros_like") else [first, *parts])
        return found

    def _made(self, items, early, holes, inputs):
        """Outputs of the new loop; none when nothing is left to be done in steps."""
        if not self._roots():
            return []
        op = Scan(items=[self.op.items[i] for i in items] + early,
                  held=[self.op.held[j] for j in self.news], captures=holes,
                  outs=[*self.outs.values(), *self.extra], news=list(self.news.values()),
                  records=tuple(list(self.news).index(j) for j in self.records),
                  reverse=self.op.reverse, axis=self.op.axis)
        node = Node(op, tuple(inputs), op.infer(*inputs))
        node.where, node.device = self.node.where, self.node.device
        return node.outputs


def _is(t, name):
    return t.node is not None and t.node.op.name == name


def _leaves(roots):
    """Set of the placeholders on which tensors depend."""
    found = {x for node in topological(roots) for x in node.inputs if x.node is None}
    found.update(t for t in roots if t.node is None)
    return found


def _uses(roots):
    """Number of times each tensor is used."""
    uses = {}
    for x in [x for node in topological(roots) for x in node.inputs] + list(roots):
        uses[x] = uses.get(x, 0) + 1
    return uses


def _terms(t):
    """Tensors that `add` ops add up to t."""
    found, stack = [], [t]
    while stack:
        t = stack.pop()
        if _is(t, "add") and all(tuple(x.shape) == tuple(t.shape) for x in t.node.inputs):
            stack += reversed(t.node.inputs)
        else:
            found.append(t)
    return found


def _total(terms):
    total = terms[0]
    for term in terms[1:]:
        total = F.add(total, term, same_shape=True)
    return total


def _product(node, x, outer):
    """A product of the step, for all steps at once; x holds the first factors of all."""
    others = [outer.get(y, y) for y in node.inputs[1:]]
    if node.op.name == "matmul":
        return F.matmul(x, others[0], tb=node.op.tb)
    rows = F.dense(F.reshape(x, shape=(-1, x.shape[-1])), *others, activation=node.op.activation)
    return F.reshape_like(rows, F.matmul(x, others[0]))


def _summed(factors, like):
    """A sum over samples, or product of two matrices over samples, for all steps at once."""
    flat = [F.reshape(x, shape=(-1, *x.shape[2:])) for x in factors]
    return F.matmul(*flat, ta=True) if len(flat) == 2 else F.sum_to(flat[0], like)
