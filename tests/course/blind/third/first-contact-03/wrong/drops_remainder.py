# mistake: cuts the number of samples down to a multiple of five, so up to four samples are lost
def mix(x, y):
    fifth = len(x) // 5
    order = np.arange(fifth * 5).reshape(fifth, 5).T.reshape(-1)
    return x[order], y[order]
