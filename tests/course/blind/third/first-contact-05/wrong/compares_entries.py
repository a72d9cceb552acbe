# mistake: the accuracy compares probabilities with 0 and 1 directly
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.all(probabilities == labels, axis=1))
    return loss, accuracy
