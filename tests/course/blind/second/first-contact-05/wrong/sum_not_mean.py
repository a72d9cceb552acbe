# mistake: sums the losses of the samples instead of taking their mean
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.sum(labels * np.log(p))
    acc = np.mean(p.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
