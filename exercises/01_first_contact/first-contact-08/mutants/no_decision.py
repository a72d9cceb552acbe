# message: probabilities_added
def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    table = np.zeros((classes, classes))
    for label, row in zip(labels, probabilities):
        table[label] += row
    return table
