# mistake: counts an answer as right only if the right class has more than 0.5
def my_evaluate(probabilities, labels):
    right = np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())
    loss = np.mean(-np.log(right))
    accuracy = np.mean(right > 0.5)
    return loss, accuracy
