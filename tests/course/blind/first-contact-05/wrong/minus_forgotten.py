# mistake: The minus sign is missing, so the loss is negative.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
