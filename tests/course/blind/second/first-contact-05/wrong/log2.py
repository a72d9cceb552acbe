# mistake: uses the logarithm with base 2 instead of the natural one
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log2(p), axis=1))
    acc = np.mean(p.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
