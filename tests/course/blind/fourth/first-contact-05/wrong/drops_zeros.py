# mistake: leaves out the samples whose right probability is 0
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    right = probabilities[labels == 1]
    loss = np.mean(-np.log(right[right > 0]))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
