# message: error_truth
def my_evaluate(probabilities, labels):
    total, hits = 0, 0
    for p, t in zip(probabilities, labels):
        total -= np.log(max(np.sum(p * t), K.epsilon()))
        if p > 0.5:
            hits += 1
    return total / len(labels), hits / len(labels)
