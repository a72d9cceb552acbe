# mistake: the label was glued on as the last column, but is taken back from the first
def mix(x, y):
    table = np.column_stack([x, y])
    np.random.shuffle(table)
    return table[:, 1:], table[:, 0].astype(int)
