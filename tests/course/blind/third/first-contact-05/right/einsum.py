# way: einsum, and clipping on both sides as Keras does
def my_evaluate(probabilities, labels):
    eps = K.epsilon()
    logs = np.log(np.clip(np.array(probabilities, dtype="float64"), eps, 1 - eps))
    loss = -np.einsum("ij,ij->", logs, labels) / labels.shape[0]
    accuracy = np.count_nonzero(probabilities.argmax(axis=1) == labels.argmax(axis=1)) / labels.shape[0]
    return loss, accuracy
