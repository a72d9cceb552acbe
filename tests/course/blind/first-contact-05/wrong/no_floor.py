# mistake: A probability of 0 gives an infinite loss: nothing is held above epsilon.
def my_evaluate(probabilities, labels):
    right = probabilities[np.arange(len(labels)), labels.argmax(axis=1)]
    loss = -np.log(right).mean()
    accuracy = np.mean(probabilities.argmax(axis=1) == labels.argmax(axis=1))
    return loss, accuracy
