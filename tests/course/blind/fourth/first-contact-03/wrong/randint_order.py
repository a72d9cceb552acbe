# mistake: random whole numbers are taken for a permutation; some come twice
def mix(x, y):
    order = np.random.randint(0, len(x), len(x))
    return x[order], y[order]
