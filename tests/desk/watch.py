"""A browser that remembers everything that went wrong on the pages it opened."""

import re
import time
from contextlib import contextmanager
from urllib.parse import unquote

# What is no fault of a page: the socket server of a bench that has none, and what Chromium says of a failed
# request, which is counted by its answer.
NOT_OURS = re.compile(r"socket\.io|Failed to load resource|ERR_ABORTED|WebSocket")
READY = """() => window.frappe && frappe.boot &&
	![...document.querySelectorAll('.list-skeleton, .freeze, #freeze.in')].some(box => box.offsetParent)"""
DIALOG = ".modal.show .modal-content"
REFUSED = re.compile(r"not permitted|not found|no permission|insufficient|went wrong|error", re.I)


class Watch:
	"""One page of one person; `faults` is [(place, kind, what)]."""

	def __init__(self, page):
		self.page, self.place, self.faults = page, "", []
		self.pressing, self.told, self.busy = False, "", set()
		page.on("request", self._asked)
		page.on("requestfinished", lambda request: self.busy.discard(request))
		page.on("pageerror", self._broke)
		page.on("console", self._said)
		page.on("response", self._answered)
		page.on("requestfailed", self._failed)
		page.on("dialog", lambda dialog: dialog.dismiss())

	def fault(self, kind, what):
		if not NOT_OURS.search(what):
			self.faults.append((self.place, kind, what[:300]))
			print(f"{kind:8} {self.place}: {what[:300]}", flush=True)

	def _broke(self, error):
		"""A script failed. A refused button leaves a promise that Frappe's desk does not catch: it says nothing."""
		if not (self.pressing and str(error) == "undefined"):
			self.fault("script", str(error))

	def _said(self, message):
		if message.type == "error":
			self.fault("console", message.text)

	def _asked(self, request):
		"""Where the desk was goes out in the background, and its end is not always told."""
		if "route_history" not in request.url:
			self.busy.add(request)

	def _answered(self, response):
		if response.status >= 400 and not (self.pressing and response.status == 417):
			sent = unquote((response.request.post_data or "")[:200])
			self.fault("request", f"{response.status} {response.url} {sent}")

	def _failed(self, request):
		self.busy.discard(request)
		self.fault("request", f"{request.failure} {request.url}")

	@contextmanager
	def at(self, place):
		"""Whatever goes wrong in the block is remembered with this place."""
		self.place, began = place, time.monotonic()
		try:
			yield
		except Exception as error:
			self.fault("sweep", f"{type(error).__name__}: {str(error).splitlines()[0]}")
		self.seconds = time.monotonic() - began

	def desk(self, *route):
		"""Go to a place of the desk, as a click would, and wait until it is there."""
		self.page.evaluate("route => { frappe.set_route(...route) }", list(route))
		self.settle()

	def quiet(self, patience=20):
		"""Until nothing was under way for three looks in a row."""
		end, calm = time.monotonic() + patience, 0
		while calm < 3:
			self.page.wait_for_timeout(100)
			calm = 0 if self.busy else calm + 1
			if time.monotonic() > end:
				waiting = ", ".join(request.url for request in self.busy)
				self.busy.clear()
				raise TimeoutError(f"no answer from {waiting}")

	def settle(self, pause=350):
		"""Until nothing is asked of the server any more; then a pop-up is a fault, and is closed."""
		self.page.wait_for_timeout(pause)
		self.quiet()
		self.page.wait_for_function(READY, timeout=20_000)
		self.quiet()
		for box in self.page.locator(DIALOG).all():
			if box.is_visible():
				self.told = " ".join(box.inner_text().split())
				if not self.pressing:
					self.fault("pop-up", self.told)
		self.page.evaluate("() => { window.cur_dialog && cur_dialog.hide(); frappe.hide_msgprint?.(true); }")
		shown = self.page.locator("body > div .page-container:visible .page-card, .error-page:visible")
		for card in shown.all():
			if REFUSED.search(card.inner_text()):
				self.fault("page", " ".join(card.inner_text().split()))
