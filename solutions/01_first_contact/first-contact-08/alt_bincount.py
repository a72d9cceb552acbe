def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    places = labels * classes + np.argmax(probabilities, axis=1)
    return np.bincount(places, minlength=classes**2).reshape(classes, classes)
