# way: einsum, and a copy with the small ones replaced
def my_evaluate(probabilities, labels):
    safe = np.array(probabilities, dtype="float64")
    safe[safe < K.epsilon()] = K.epsilon()
    loss = -np.einsum("ij,ij->", labels, np.log(safe)) / len(safe)
    guess = probabilities.argmax(axis=1)
    return float(loss), float(labels[np.arange(len(labels)), guess].mean())
