# mistake: takes one of each class in turn, so with unequal sizes the end belongs to the biggest class
def mix(x, y):
    groups = [list(np.where(y == c)[0]) for c in np.unique(y)]
    order = []
    while any(groups):
        for g in groups:
            if g:
                order.append(g.pop(0))
    return x[order], y[order]
