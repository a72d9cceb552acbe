# mistake: shuffles properly but returns nothing
def mix(x, y):
    order = np.random.permutation(len(y))
    new_x, new_y = x[order], y[order]
    print(new_y[-20:])
