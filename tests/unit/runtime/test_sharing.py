"""When plans are run on one thread although they are worth sharing."""

from kerastutor.runtime.sharing import FIRST, LONGEST, Sharing


def train(sharing, runs, alone, shared):
    """Runs that were shared, of a plan that takes so long alone and when shared."""
    count = 0
    for _ in range(runs):
        wanted = sharing.wanted()
        count += wanted
        sharing.note(wanted, shared if wanted else alone)
    return count


def test_one_of_the_first_runs_is_alone_and_no_other_while_sharing_pays():
    sharing = Sharing()
    assert train(sharing, FIRST, 1.0, 0.5) == FIRST
    assert not sharing.wanted()
    assert train(sharing, 1000, 1.0, 0.5) == 999


def test_a_run_that_was_disturbed_costs_a_few_at_most():
    sharing = Sharing()
    train(sharing, 100, 1e-3, 0.5e-3)
    sharing.note(True, 50e-3)
    assert train(sharing, 100, 1e-3, 0.5e-3) >= 98


def test_where_sharing_costs_tries_become_rare_and_lose_little():
    sharing = Sharing()
    train(sharing, 2000, 1e-3, 3e-3)
    tries = train(sharing, 10000, 1e-3, 3e-3)
    assert 0 < tries * 2e-3 < 0.03 * 10.0


def test_sharing_is_taken_up_again_soon():
    sharing = Sharing()
    train(sharing, 1000, 1e-3, 3e-3)
    assert train(sharing, 1000, 1e-3, 0.5e-3) > 800
    assert sharing.pause == 1


def test_a_pause_ends_after_seconds():
    sharing = Sharing()
    train(sharing, 100, 1.0, 60.0)
    assert sharing.pause <= LONGEST / 1.0 + 1
