# mistake: makes the labels one-hot although they already are, so the shapes no longer fit
def my_evaluate(probabilities, labels):
    labels = to_categorical(labels, probabilities.shape[1])
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
