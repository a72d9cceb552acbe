# way: einsum for the sum, take_along_axis for the accuracy.
def my_evaluate(probabilities, labels):
    logs = np.log(np.where(probabilities < K.epsilon(), K.epsilon(), probabilities))
    loss = -np.einsum("ij,ij->", labels, logs) / len(labels)
    guess = probabilities.argmax(axis=1)[:, None]
    accuracy = np.take_along_axis(labels, guess, axis=1).mean()
    return loss, accuracy
