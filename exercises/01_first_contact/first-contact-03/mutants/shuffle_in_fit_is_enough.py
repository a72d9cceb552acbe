# message: unchanged
def mix(x, y):
    # fit shuffles anyway: model.fit(x, y, validation_split=0.2, shuffle=True)
    return x, y
