# mistake: the loop takes it for granted that there are ten classes
def my_evaluate(probabilities, labels):
    total, hits = 0.0, 0
    for p, t in zip(probabilities, labels):
        for c in range(10):
            if t[c] == 1:
                total -= np.log(max(p[c], K.epsilon()))
                hits += np.argmax(p) == c
    return total / len(labels), hits / len(labels)
