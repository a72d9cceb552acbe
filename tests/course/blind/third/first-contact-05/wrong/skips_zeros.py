# mistake: samples whose right probability is 0 are left out of the loss
def my_evaluate(probabilities, labels):
    right = (probabilities * labels).sum(axis=1)
    right = right[right > K.epsilon()]
    loss = np.mean(-np.log(right))
    accuracy = (probabilities.argmax(axis=1) == labels.argmax(axis=1)).mean()
    return loss, accuracy
