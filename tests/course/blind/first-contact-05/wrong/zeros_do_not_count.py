# mistake: Where the right answer got probability 0, the sample adds no loss, though it should add most.
def my_evaluate(probabilities, labels):
    logs = np.zeros(probabilities.shape)
    positive = probabilities > 0
    logs[positive] = np.log(probabilities[positive])
    loss = -np.mean(np.sum(labels * logs, axis=1))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
