# mistake: draws with replacement, so some samples come twice and others are lost
def mix(x, y):
    order = np.random.randint(0, len(x), len(x))
    return x[order], y[order]
