def confusion(probabilities, labels):
    rows = [list(row) for row in probabilities]
    pairs = [(label, row.index(max(row))) for label, row in zip(labels, rows)]
    classes = range(len(rows[0]))
    return [[pairs.count((i, j)) for j in classes] for i in classes]
