"""A person at the keyboard and the mouse: does only what a person can do, and counts it."""

import re
import time
from contextlib import contextmanager

from rules import LOOK


class Tally:
	"""What each step of a job cost: [(step, clicks, keys, seconds)]."""

	def __init__(self):
		self.steps = []

	def lines(self):
		"""A table with its sums, as text."""
		if not self.steps:
			return []
		sums = ("in all", *(sum(row[at] for row in self.steps) for at in (1, 2, 3)))
		width = max(len(row[0]) for row in self.steps)
		return [
			f"{'step':<{width}}  clicks  keys  seconds",
			*(f"{s:<{width}}  {c:>6}  {k:>4}  {t:>7.1f}" for s, c, k, t in [*self.steps, sums]),
		]


class Hands:
	"""Clicks and types in one page after another; `page` is the tab that they are in now."""

	def __init__(self, page, tally=None, date_order="%d%m%Y"):
		self.page, self.tally, self.date_order = page, tally or Tally(), date_order
		self.clicks = self.keys = 0
		self.where = ""  # said of the person in the tally

	@contextmanager
	def step(self, name):
		clicks, keys, began = self.clicks, self.keys, time.monotonic()
		yield
		took = time.monotonic() - began
		name = name.replace(":", f"{self.where}:", 1)
		self.tally.steps.append((name, self.clicks - clicks, self.keys - keys, took))

	def click(self, target):
		self.open_row_of(target)
		self.clicks += 1
		target.click()

	def open_row_of(self, target):
		"""On a phone a filled row of a table is one line: it is tapped before what stands in it."""
		line = target.locator("xpath=ancestor::tbody[1]").locator("[data-gist][aria-expanded=false]")
		if line.is_visible() and not target.is_visible():
			self.clicks += 1
			line.click()

	def press(self, *keys):
		for key in keys:
			self.keys += 1
			self.page.keyboard.press(key)

	def tab_to(self, target, *, back=False, most=120):
		"""Go on by Tab until the focus is there; wherever it comes on the way, one sees where it is."""
		for _step in range(most):
			self.press("Shift+Tab" if back else "Tab")
			assert not self.page.evaluate(LOOK)
			if target.evaluate("el => el === document.activeElement"):
				return
		raise AssertionError(f"Tab does not come to {target}")

	def type(self, text):
		self.keys += len(text)
		self.page.keyboard.type(text)

	# what stands on a page

	def box(self, label, within=None):
		"""The control with this label; "(required)" may stand behind it."""
		named = re.compile(rf"^\s*{re.escape(label)}\s*(\(required\))?\s*$")
		return (within or self.page.locator("#doc, main").first).get_by_label(named)

	def link(self, name, within=None):
		return (within or self.page).get_by_role("link", name=name, exact=True)

	def choose_page(self, name):
		"""Go to a page of the portal by its menu, which is folded on a phone."""
		menu = self.page.locator(".eh-menu summary")
		if menu.is_visible() and not self.page.locator(".eh-menu details[open]").count():
			self.click(menu)
		self.click(self.link(name).first)

	def button(self, name, within=None):
		return (within or self.page).get_by_role("button", name=name, exact=True)

	def part(self, heading):
		"""The section of a form under this heading."""
		heading = self.page.get_by_role("heading", name=heading, exact=True, include_hidden=True)
		return self.page.locator("section.section", has=heading)

	def row(self, table, at):
		"""Row `at` (from 0) of a child table."""
		return self.page.locator(f"[data-grid='{table}'] tbody[data-row]").nth(at)

	def saved(self):
		"""Has the form told that it is saved?"""
		self.page.locator("[data-saved='1']").wait_for(timeout=10_000)

	# what is done with it

	def fill(self, label, text, within=None):
		"""Click into a box and type; what stood there is overtyped."""
		box = self.box(label, within)
		self.click(box)
		if box.input_value():
			self.press("ControlOrMeta+a")
		self.type(text)

	def date(self, label, day, within=None):
		"""Type a date into its box: eight figures in the order in which the browser shows it."""
		self.click_left(self.box(label, within))
		self.type(day.strftime(self.date_order))
		assert self.box(label, within).input_value() == day.isoformat()

	def click_left(self, target):
		"""A date's box is entered at its first part."""
		self.open_row_of(target)
		self.clicks += 1
		target.click(position={"x": 12, "y": 12})

	def choose(self, label, option, within=None):
		"""Choose from a select as one does without the mouse: its first letters."""
		box = self.box(label, within)
		self.click(box)
		self.press("Escape")
		self.type(option)
		assert box.evaluate("box => box.selectedOptions[0].text") == option

	def pick(self, label, typed, option=None, within=None):
		"""Search in a link's box and take what it offers by the keyboard."""
		box = self.box(label, within)
		self.click(box)
		self.type(typed)
		self.take(box, option or typed)

	def take(self, box, text):
		"""Go down the list under a box to the first offer with this text, and take it."""
		listed = box.locator("xpath=..").locator("[role=listbox][aria-busy=false]")
		listed.get_by_role("option").filter(has_text=text).first.wait_for()
		offers = listed.get_by_role("option").all_inner_texts()
		self.press(
			*["ArrowDown"] * (1 + next(at for at, offer in enumerate(offers) if text in offer)), "Enter"
		)

	def add_row(self, table):
		"""Press "Add row" and give the new row."""
		grid = self.page.locator(f"[data-grid='{table}']")
		self.page.wait_for_timeout(100)  # nobody is so quick that what was typed has not settled yet
		self.click(grid.get_by_role("button", name=re.compile("Add row")))
		return self.row(table, self.page.locator(f"[data-grid='{table}'] tbody[data-row]").count() - 1)

	def save(self):
		self.press("ControlOrMeta+s")
		self.saved()
