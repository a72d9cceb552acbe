# mistake: compares all rounded entries one by one
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.round(probabilities) == labels)
    return loss, accuracy
