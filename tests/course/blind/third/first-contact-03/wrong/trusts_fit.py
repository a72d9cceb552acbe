# mistake: changes nothing, in the belief that fit shuffles before it cuts
def mix(x, y):
    # fit has shuffle=True, so the order does not matter
    return np.array(x), np.array(y)
