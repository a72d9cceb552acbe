# mistake: returns one array with the labels as a last column
def mix(x, y):
    both = np.column_stack([x, y])
    np.random.shuffle(both)
    return both
