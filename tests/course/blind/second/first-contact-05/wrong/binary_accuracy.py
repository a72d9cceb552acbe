# mistake: the accuracy compares every entry after rounding (a binary accuracy), not the largest place of each row
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    acc = np.mean(np.round(probabilities) == labels)
    return loss, acc
