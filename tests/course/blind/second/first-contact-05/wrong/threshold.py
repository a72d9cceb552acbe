# mistake: counts a sample as right only if the right class has more than 0.5, instead of the largest probability
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    acc = np.mean(np.sum(p * labels, axis=1) > 0.5)
    return loss, acc
