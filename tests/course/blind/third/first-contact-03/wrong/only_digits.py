# mistake: collects the classes 0 to 9 only, so samples of other classes are lost
def mix(x, y):
    exam, rest = [], []
    for digit in range(10):
        places = np.where(y == digit)[0]
        fifth = len(places) // 5
        exam.extend(places[:fifth])
        rest.extend(places[fifth:])
    order = np.array(rest + exam, dtype=int)
    return x[order], y[order]
