"""Phases, groups and cuts: what runs together, and what has to wait for what."""

import numpy as np
import pytest

from kerastutor.compiler import schedule
from kerastutor.compiler.bind import bind
from kerastutor.compiler.job import PART, Job, moving
from kerastutor.compiler.schedule import Group
from kerastutor.graph import F, Placeholder, Variable
from kerastutor.kernels import executor

BATCH = 512
x = Placeholder((None, 256), "float32")
w = Variable(np.ones((256, 256), "float32"))


def groups(*roots, batch=BATCH):
    bound = bind(list(roots), {x: (batch, 256)})
    made = schedule.schedule(bound.jobs, batch, bound.specs)
    return [(g.phase, g.units, [job.node.op.name for job in g.jobs]) for g in made], made


def test_rows_of_a_batch_run_in_one_group():
    found, made = groups(F.softmax(F.relu(F.matmul(x, w))))
    assert found == [(0, BATCH, ["matmul", "relu", "softmax"])]
    assert made[0].cuts == [0, BATCH // 2, BATCH]


def test_a_sum_over_the_batch_waits_for_all_chunks():
    y = F.relu(F.matmul(x, w))
    found, _ = groups(F.matmul(x, y, ta=True), y)
    assert [(phase, names) for phase, _, names in found] == [
        (0, ["matmul", "relu"]),
        (1, ["matmul"]),
    ]


def test_what_follows_a_weight_gradient_stays_with_it():
    y = F.matmul(x, w)
    found, made = groups(w - F.matmul(x, y, ta=True) * 0.1)
    assert found[1] == (1, 256, ["matmul", "mul", "sub"]) and len(made[1].cuts) > 2


def test_a_small_plan_is_not_cut():
    found, made = groups(F.relu(x), batch=2)
    assert found == [(0, 1, ["relu"])] and made[0].cuts == [0, 1]


def test_a_large_job_does_not_follow_a_small_one_on_one_thread():
    scale = F.mean(x)  # one number, of all samples
    found, _ = groups(F.matmul(x * scale, w))
    assert found[0][:2] == (0, 1) and found[0][2][0] == "mean"
    assert found[-1][1] == BATCH and found[-1][2][-1] == "matmul"


def test_what_needs_only_leaves_waits_for_its_reader():
    found, _ = groups(F.exp(x) * F.relu(F.matmul(x, w)))
    assert found == [(0, BATCH, ["matmul", "relu", "exp", "mul"])]


def test_small_things_from_leaves_come_before_the_batch():
    rate = Variable(np.float32(0.5))
    decayed = 1.0 / (rate + 1.0)  # two users, so it waits for neither
    y = F.relu(F.matmul(x, w))
    found, made = groups(F.softmax(y * decayed), y * (decayed + 2.0))
    assert [units for _, units, _ in found] == [1, BATCH]
    assert [phase for phase, _, _ in found] == [0, 1] and len(made[1].cuts) == 3


def test_jobs_of_python_stand_alone():
    y = F.softmax(F.relu(x), axis=0)  # along another axis than the last there is no kernel
    found, made = groups(F.exp(y))
    hosts = [g for g in made if g.host]
    assert [job.node.op.name for job in hosts[0].jobs] == ["softmax"]
    assert [phase for phase, _, _ in found] == [0, 1, 2]


@pytest.mark.parametrize(
    "cost, units, chunks",
    [
        (20.0, 64, 1),
        (60.0, 64, 2),
        (1000.0, 64, 2),
        (30000.0, 64, 4),  # not too short, not too many
        (500.0, 20, 1),
        (500.0, 32, 2),  # at least 16 rows
        (500.0, 8, 2),
        (500.0, 6, 1),  # or 4 costly ones
        (5000.0, 3, 2),
        (5000.0, 1, 1),
    ],
)
def test_number_of_chunks(cost, units, chunks):
    group = Group(0, units)
    group.cost = cost
    group.cut()
    assert len(group.cuts) == chunks + 1 and group.cuts[0] == 0 and group.cuts[-1] == units
    assert group.cuts == sorted(group.cuts)


def test_lines_of_an_image_are_no_samples():
    """Of a batch a chunk has at least so many samples; of one image it may have few lines."""
    for samples, chunks in ((True, 1), (False, 2)):
        group = Group(0, 14, samples=samples)
        group.cost = 100.0
        group.cut()
        assert len(group.cuts) == chunks + 1


def chunked(phase, cost, chunks):
    group = Group(phase, 64)
    group.cost, group.cuts = cost, [64 * c // chunks for c in range(chunks + 1)]
    return group


def test_what_a_second_thread_saves():
    assert schedule.saved([chunked(0, 10.0, 1), chunked(1, 100.0, 2)]) == 50
    assert schedule.saved([chunked(0, 60.0, 1), chunked(0, 100.0, 2)]) == 80
    assert schedule.saved([chunked(0, 150.0, 1), chunked(0, 100.0, 2)]) == 100


@pytest.mark.parametrize(
    "cost, chunks, mode",
    [
        (1000.0, 1, executor.ALONE),
        (100.0, 2, executor.ALONE),
        (200.0, 2, executor.SHARED),
    ],
)
def test_only_plans_that_gain_from_it_are_shared(cost, chunks, mode):
    assert schedule.mode([chunked(0, cost, chunks)]) == mode


def test_moving_costs_more_far_away():
    sizes = [1e3, 1e5, 3e6, 1e8]
    speeds = [n / moving(n) for n in sizes]
    assert speeds == sorted(speeds, reverse=True) and moving(0) == 0


def test_a_copy_of_a_job_shares_nothing_that_a_plan_adds():
    y = F.relu(x)
    job = Job(y.node, (PART,), 4, 1.0, None, scratch=lambda lo, hi, of: 8, in_place=True)
    other = job.of(F.relu(x).node)
    other.reads = []
    assert not hasattr(job, "reads") and other.node is not job.node
    kept = {name for name in Job.__slots__ if hasattr(job, name)} - {"node"}
    assert len(kept) > 10
    for name in kept:
        assert getattr(other, name) == getattr(job, name)


def test_rows_of_what_was_cut_across_have_to_wait():
    fed, large = Placeholder((None, 1024), "float32"), Variable(np.ones((1024, 1024), "float32"))
    bound = bind([F.softmax(F.matmul(fed, large))], {fed: (4, 1024)})
    assert bound.jobs[0].across
    made = schedule.schedule(bound.jobs, 4, bound.specs)
    assert [(g.phase, [job.node.op.name for job in g.jobs]) for g in made] == [
        (0, ["matmul"]),
        (1, ["softmax"]),
    ]
    assert len(made[0].cuts) == 3


def test_a_weight_gradient_comes_before_what_follows_on_the_way_back(monkeypatch):
    monkeypatch.setattr(schedule, "LONG", 10.0)
    monkeypatch.setattr(schedule, "LARGE", 1000)
    y = F.relu(F.matmul(x, w))
    gradient = F.sum(F.matmul(x, y, ta=True), axes=(0, 1))
    found, _ = groups(F.relu(F.matmul(y, w)), gradient, batch=4096)
    phases = {name: phase for phase, _, names in found for name in names}
    assert phases["relu"] == 1 and phases["sum"] == 2
    assert [names for phase, _, names in found if phase == 0] == [["matmul", "relu"]]
