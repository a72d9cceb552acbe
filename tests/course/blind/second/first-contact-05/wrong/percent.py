# mistake: gives the accuracy in percent, 0 to 100, instead of a share between 0 and 1
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    acc = 100 * np.mean(p.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
