# mistake: sorts by the label again
def mix(x, y):
    order = np.argsort(y, kind='stable')
    return x[order], y[order]
