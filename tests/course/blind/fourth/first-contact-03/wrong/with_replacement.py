# mistake: draws with replacement, so samples are lost and doubled
def mix(x, y):
    order = np.random.choice(len(y), size=len(y))
    return x[order], y[order]
