# mistake: The labels are one-hot already; to_categorical turns them into a table of another shape.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    one_hot = to_categorical(labels, 10)
    loss = -np.mean(np.sum(one_hot * np.log(p), axis=1))
    accuracy = np.mean(p.argmax(1) == labels)
    return loss, accuracy
