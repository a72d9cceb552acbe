"""Where the boxes of a graph go: in layers from top to bottom, with few crossings.

The method of Sugiyama, Tagawa and Toda (1981) in four steps: a rank for each box, helper points
where an edge passes a rank, an order within each rank, and x positions within each order.
"""

from statistics import mean, median

_SWEEPS = 8


class Layout:
    """Places in a picture, with the origin at the top left.

    # Arguments
        places: {key: (x, y)} with the middle of each box.
        paths: for each edge, the list of points (x, y) that it passes, ends included.
        width: width of the picture.
        height: height of the picture.
    """

    def __init__(self, places, paths, width, height):
        self.places = places
        self.paths = paths
        self.width = width
        self.height = height


def lay_out(sizes, edges, gap=(24, 28), direction="TB"):
    """Place boxes.

    # Arguments
        sizes: {key: (width, height)} in the order of computation.
        edges: list of pairs of keys.
        gap: smallest distance (across, along) between two boxes.
        direction: where the edges point: "TB" (down), "BT", "LR" (right) or "RL".

    # Returns
        A `Layout`.
    """
    if direction in ("LR", "RL"):
        sizes = {key: (height, width) for key, (width, height) in sizes.items()}
    across, along = gap
    position = {key: index for index, key in enumerate(sizes)}
    forward = [position[a] < position[b] for a, b in edges]
    ranks = _ranks(sizes, [edge for edge, ahead in zip(edges, forward) if ahead])
    points, chains = _with_helpers(sizes, edges, forward, ranks)
    rows = _rows(points)
    links = [pair for chain in chains for pair in zip(chain, chain[1:])]
    rows = _ordered(rows, links)
    widths = {key: sizes[key][0] if key in sizes else 2 for key in points}
    xs = _positions(rows, links, widths, across)
    tops, heights = _row_places(rows, sizes, along)
    places = {
        key: (xs[key], tops[points[key]] + heights[points[key]] / 2) for key in points
    }
    ends = _ends(edges, chains, places, sizes)
    spans = {key: (tops[rank], tops[rank] + heights[rank]) for key, rank in points.items()}
    paths = [
        _path(edge, chain, places, sizes, spans, *end)
        for edge, chain, end in zip(edges, chains, ends)
    ]
    width = max((xs[key] + widths[key] / 2 for key in points), default=0)
    height = tops[-1] + heights[-1] if rows else 0
    for path in paths:
        width = max([width, *(x + 2 for x, _ in path)])
    places = {key: places[key] for key in sizes}
    return _turned(Layout(places, paths, width, height), direction)


def _ranks(sizes, edges):
    """Longest path from a source; sources move down to just above their first user."""
    below = {key: [] for key in sizes}
    above = {key: [] for key in sizes}
    for source, target in edges:
        below[source].append(target)
        above[target].append(source)
    ranks = {}
    for key in sizes:
        ranks[key] = max((ranks[x] + 1 for x in above[key]), default=0)
    for key in sizes:
        if not above[key] and below[key]:
            ranks[key] = min(ranks[x] for x in below[key]) - 1
    return ranks


def _with_helpers(sizes, edges, forward, ranks):
    """Ranks of boxes and helper points; for each edge the keys that it passes, from the top."""
    points = dict(ranks)
    chains = []
    for number, ((source, target), ahead) in enumerate(zip(edges, forward)):
        if not ahead:
            chains.append([])
            continue
        helpers = []
        for rank in range(ranks[source] + 1, ranks[target]):
            helper = ("helper", number, rank)
            points[helper] = rank
            helpers.append(helper)
        chains.append([source, *helpers, target])
    return points, chains


def _rows(points):
    rows = [[] for _ in range(max(points.values(), default=-1) + 1)]
    for key, rank in points.items():
        rows[rank].append(key)
    return rows


def _ordered(rows, links):
    """Order each row by the medians of its neighbours, down and up in turn; the best wins."""
    above, below = {}, {}
    for a, b in links:
        below.setdefault(a, []).append(b)
        above.setdefault(b, []).append(a)
    best, fewest = rows, _crossings(rows, below)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        down = sweep % 2 == 0
        neighbours = above if down else below
        order = {}
        rows = [list(row) for row in (rows if down else reversed(rows))]
        for row in rows:
            row.sort(key=_by_median(neighbours, order, {key: i for i, key in enumerate(row)}))
            order.update((key, index) for index, key in enumerate(row))
        rows = rows if down else rows[::-1]
        count = _crossings(rows, below)
        if count < fewest:
            best, fewest = rows, count
    return best


def _by_median(neighbours, order, own):
    def place(key):
        found = [order[x] for x in neighbours.get(key, ())]
        return median(found) if found else own[key]

    return place


def _crossings(rows, below):
    count = 0
    for row, under in zip(rows, rows[1:]):
        place = {key: index for index, key in enumerate(under)}
        ends = [
            index for key in row for index in sorted(place[x] for x in below.get(key, ()))
        ]
        seen = []
        for end in ends:
            count += sum(1 for x in seen if x > end)
            seen.append(end)
    return count


def _positions(rows, links, widths, gap):
    """x of the middle of each point: near the mean of its neighbours, and never overlapping."""
    above, below = {}, {}
    for a, b in links:
        below.setdefault(a, []).append(b)
        above.setdefault(b, []).append(a)
    xs = {}
    for row in rows:
        x = 0.0
        for key in row:
            xs[key] = x + widths[key] / 2
            x += widths[key] + gap
    for sweep in range(2 * _SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            wanted = []
            for key in row:
                near = (above if down else below).get(key) or (below if down else above).get(key)
                wanted.append(mean(xs[x] for x in near) if near else xs[key])
            spaces = [(widths[a] + widths[b]) / 2 + gap for a, b in zip(row, row[1:])]
            xs.update(zip(row, _spread(wanted, spaces)))
    left = min((xs[key] - widths[key] / 2 for key in xs), default=0)
    return {key: x - left for key, x in xs.items()}


def _spread(wanted, spaces):
    """Nearest positions (least squares) to `wanted` that keep `spaces` between neighbours.

    After subtracting the spaces this is isotonic regression, solved by pooling neighbours.
    """
    offsets = [0.0]
    for space in spaces:
        offsets.append(offsets[-1] + space)
    pools = []
    for value, offset in zip(wanted, offsets):
        pools.append([value - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2], pools.pop()
            pools[-1] = [(a * n + b * m) / (n + m), n + m]
    flat = [value for value, count in pools for _ in range(count)]
    return [value + offset for value, offset in zip(flat, offsets)]


def _row_places(rows, sizes, gap):
    tops, heights, y = [], [], 0.0
    for row in rows:
        height = max((sizes[key][1] for key in row if key in sizes), default=0)
        tops.append(y)
        heights.append(height)
        y += height + gap
    return tops, heights


def _ends(edges, chains, places, sizes):
    """For each edge, how far from the middle of its two boxes it leaves and arrives."""
    offsets = [[0.0, 0.0] for _ in edges]
    for end in (0, 1):
        at = {}
        for number, (edge, chain) in enumerate(zip(edges, chains)):
            if chain:
                next_point = chain[1] if end == 0 else chain[-2]
                at.setdefault(edge[end], []).append((places[next_point][0], number))
        for key, found in at.items():
            step = min(18, sizes[key][0] / (len(found) + 1))
            for index, (_, number) in enumerate(sorted(found)):
                offsets[number][end] = step * (index - (len(found) - 1) / 2)
    return offsets


def _path(edge, chain, places, sizes, spans, leaving, arriving):
    """Points from the bottom of the source to the top of the target; straight past other rows."""
    source, target = edge
    (x, y), (u, v) = places[source], places[target]
    if not chain:                                        # back up, around the right-hand side
        side = max(x + sizes[source][0] / 2, u + sizes[target][0] / 2) + 16
        y_out, y_in = y + sizes[source][1] / 4, v - sizes[target][1] / 4
        return [(x + sizes[source][0] / 2, y_out), (side, y_out), (side, y_in),
                (u + sizes[target][0] / 2, y_in)]
    middle = [(places[key][0], end) for key in chain[1:-1] for end in spans[key]]
    return [(x + leaving, y + sizes[source][1] / 2), *middle,
            (u + arriving, v - sizes[target][1] / 2)]


def _turned(layout, direction):
    def point(x, y):
        if direction in ("BT", "RL"):
            y = layout.height - y
        return (y, x) if direction in ("LR", "RL") else (x, y)

    if direction == "TB":
        return layout
    places = {key: point(*place) for key, place in layout.places.items()}
    paths = [[point(*place) for place in path] for path in layout.paths]
    sideways = direction in ("LR", "RL")
    width, height = layout.width, layout.height
    return Layout(places, paths, *((height, width) if sideways else (width, height)))
