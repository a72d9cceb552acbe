# mistake: the loop starts at 1 and leaves out the first sample
def my_evaluate(probabilities, labels):
    n = len(labels)
    loss, hits = 0.0, 0
    for i in range(1, n):
        place = np.argmax(labels[i])
        loss += -np.log(max(probabilities[i][place], K.epsilon()))
        if np.argmax(probabilities[i]) == place:
            hits += 1
    return loss / n, hits / n
