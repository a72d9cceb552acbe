# mistake: The accuracy is given in per cent instead of as a share between 0 and 1.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = 100 * np.mean(p.argmax(1) == labels.argmax(1))
    return loss, accuracy
