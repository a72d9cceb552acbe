# way: class numbers and fancy indexing
def my_evaluate(probabilities, labels):
    truth = np.argmax(labels, axis=-1)
    right = np.asarray(probabilities)[np.arange(len(truth)), truth]
    loss = -np.log(np.clip(right, K.epsilon(), None)).mean()
    return float(loss), float((np.argmax(probabilities, axis=-1) == truth).mean())
