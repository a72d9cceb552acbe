# mistake: divides the sum by the number of classes
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.sum(labels * np.log(p)) / labels.shape[1]
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
