"""The doctor: each finding, and how to get what is missing."""

import pytest

from kerastutor.course import doctor
from kerastutor.course.doctor import FAIL, OK, WARN, Finding


def test_old_python_is_missing():
    found = doctor.python((3, 9, 1))
    assert found.status == FAIL
    assert found.text("en").startswith("Python 3.9.1: 3.11 or newer is needed.")


def test_packages_here_are_fine():
    assert {found.status for found in doctor.packages()} == {OK}


def test_package_that_is_missing_or_old():
    missing = doctor.package("kerastutor-no-such-package", "1.0")
    assert missing.status == FAIL
    assert "-m pip install" in missing.text("en")
    assert doctor.package("numpy", "99.0").id == "package_old"


def test_cache_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    found = doctor.cache(tmp_path / "file" / "cache")
    assert found.status == FAIL
    assert "KERASTUTOR_CACHE_DIR" in found.text("en")


def test_cache_that_can_be_written(tmp_path):
    assert doctor.cache(tmp_path / "new").status == OK
    assert list((tmp_path / "new").iterdir()) == []


def test_kernels(monkeypatch):
    monkeypatch.setattr(doctor, "missing", lambda: [])
    assert doctor.kernels().status == OK
    monkeypatch.setattr(doctor, "missing", lambda: ["relu-float32"])
    found = doctor.kernels()
    assert found.status == WARN
    assert "kernels: 1 of" in found.text("en") and "kerastutor warm" in found.text("zh")


def test_no_browser(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    found = doctor.browser()
    assert found.status == WARN
    assert "apt install chromium" in found.text("en")


def test_font(tmp_path):
    (tmp_path / "DejaVuSans.ttf").write_text("")
    assert doctor.font([tmp_path]).status == WARN
    (tmp_path / "NotoSansCJK-Regular.ttc").write_text("")
    assert doctor.font([tmp_path]) == Finding(OK, "font", {"name": "NotoSansCJK-Regular"})


def test_disk(monkeypatch, tmp_path):
    assert doctor.disk(tmp_path / "not" / "yet").args["folder"] == tmp_path
    monkeypatch.setattr(doctor, "NEEDED_GIGABYTES", 10**9)
    assert doctor.disk(tmp_path).status == FAIL


def test_plain_processor(monkeypatch):
    monkeypatch.setattr(doctor, "_processor_features", lambda: ("old", []))
    assert doctor.processor().status == WARN


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_report_has_a_line_for_each_finding_and_one_that_sums_up(lang):
    findings = doctor.examine()
    lines = doctor.report(findings, lang).splitlines()
    assert len(lines) == len(findings) + 1


def test_report_counts_what_is_missing():
    findings = [Finding(OK, "lab"), doctor.python((3, 9, 1))]
    assert doctor.report(findings, "en").splitlines()[-1].startswith("Missing: 1.")
