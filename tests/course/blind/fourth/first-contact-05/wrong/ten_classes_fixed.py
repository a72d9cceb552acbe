# mistake: the loop over the classes is fixed at ten
def my_evaluate(probabilities, labels):
    loss = 0
    for c in range(10):
        loss -= np.sum(labels[:, c] * np.log(np.maximum(probabilities[:, c], K.epsilon())))
    hits = probabilities.argmax(1) == labels.argmax(1)
    return loss / len(labels), hits.mean()
