# mistake: uses the one-hot rows as if they were class numbers
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.log(p[np.arange(len(p)), labels.astype(int)]))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
