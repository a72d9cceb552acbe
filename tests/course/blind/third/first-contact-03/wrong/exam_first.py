# mistake: the fair fifth is put in front, but fit takes the last fifth
def mix(x, y):
    everything = np.arange(len(x))
    exam = everything[::5]
    rest = everything[everything % 5 != 0]
    order = np.concatenate([exam, rest])
    return x[order], y[order]
