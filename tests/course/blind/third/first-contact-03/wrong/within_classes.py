# mistake: shuffles within each class only, so the classes stay sorted
def mix(x, y):
    order = []
    for label in np.unique(y):
        places = np.where(y == label)[0]
        np.random.shuffle(places)
        order.extend(places)
    return x[order], y[order]
