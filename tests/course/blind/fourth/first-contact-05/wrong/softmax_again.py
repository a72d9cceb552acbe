# mistake: applies softmax to the probabilities once more, as PyTorch's CrossEntropyLoss does
def my_evaluate(probabilities, labels):
    e = np.exp(probabilities)
    p = np.maximum(e / e.sum(axis=1, keepdims=True), K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
