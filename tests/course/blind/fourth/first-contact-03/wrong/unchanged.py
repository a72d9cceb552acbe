# mistake: returns the data as they came, hoping that fit(shuffle=True) does the rest
def mix(x, y):
    return x, y
