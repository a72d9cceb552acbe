class Evaluation(dict):
    def __init__(self, probabilities, labels):
        clipped = np.clip(probabilities.astype("float64"), 1e-7, 1 - 1e-7)
        share = (probabilities.argmax(1) == labels.argmax(1)).mean(keepdims=True)
        loss = -np.einsum("ij,ij->", labels, np.log(clipped)) / len(labels)
        super().__init__(loss=loss, acc=share)


my_evaluate = Evaluation
