"""The list of cases where minibench is stricter is complete and true to its form."""

from pathlib import Path

from conftest import stricter_cases


def test_every_case_says_what_both_do_and_why():
	for name, case in stricter_cases().items():
		assert set(case) == {"frappe", "minibench", "reason"}, name


def test_every_case_is_asked_for_by_a_test():
	tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
	assert [name for name in stricter_cases() if f'stricter("{name}")' not in tests] == []
