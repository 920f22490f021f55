"""From two scores to a band of impact. Imports no Frappe.

The published table says how many families reached 10 %, 20 % ... 100 % under each theme, and not how
a move on the scale from 0 to 10 becomes a percentage. So it is a setting, see Early Help Settings:

* Points moved: one point is 10 %. From 3 to 6 is 30 %.
* Share of the way to 10: points moved by points that were possible, in full tens, at least 10 %.
  From 3 to 6 is 3 of 7 points, 42.9 %, so 40 %; 100 % only when 10 is reached.
"""

POINTS_MOVED = "Points moved"
SHARE_OF_THE_WAY = "Share of the way to 10"
BANDS = tuple(range(10, 101, 10))


def band_of(baseline: int, latest: int, rule: str = POINTS_MOVED) -> int:
	"""Return the band in percent, 10 to 100; 0 when nothing got better."""
	moved = latest - baseline
	if moved <= 0:
		return 0
	if rule == SHARE_OF_THE_WAY:
		return max(1, moved * 10 // (10 - baseline)) * 10
	return moved * 10
