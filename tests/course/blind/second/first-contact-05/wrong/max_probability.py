# mistake: uses the largest probability of each row in the loss instead of the one of the right class
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.log(p.max(axis=1)))
    acc = np.mean(p.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
