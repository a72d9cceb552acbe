# mistake: the accuracy is the number of right answers, not their share
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    acc = np.sum(p.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
