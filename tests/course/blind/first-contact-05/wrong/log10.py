# mistake: The logarithm to base 10 is used instead of the natural one.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log10(p), axis=1))
    accuracy = np.mean(p.argmax(1) == labels.argmax(1))
    return loss, accuracy
