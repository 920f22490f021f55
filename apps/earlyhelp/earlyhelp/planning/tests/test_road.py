"""The road from 0 to 10, without Frappe."""

import re
import xml.etree.ElementTree as ElementTree
from unittest import TestCase

from earlyhelp.planning.road import WIDTH, Pin, Says, choose_lanes, describe, draw_road

TOGETHER = Pin("All of us", 6, True)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(pins, began=None):
	return ElementTree.fromstring(draw_road(pins, began, key="goal-1"))


def texts(picture):
	return [element.text for element in picture.iter(f"{SVG}text")]


class TestRoad(TestCase):
	def test_it_has_a_title_and_says_in_words_what_it_shows(self):
		picture = drawn([TOGETHER, Pin("Chloe", 5)], 3)
		self.assertEqual(picture.get("role"), "img")
		self.assertEqual(picture.get("aria-labelledby"), "goal-1-title goal-1-desc")
		self.assertEqual(picture.find(f"{SVG}title").text, "Our road from 0 to 10")
		self.assertEqual(picture.find(f"{SVG}desc").text, "We began at 3. All of us: 6. Chloe: 5.")
		self.assertEqual(describe([]), "Nobody has given a number yet.")

	def test_it_has_every_milestone_and_a_name_at_every_pin(self):
		words = texts(drawn([TOGETHER, Pin("Chloe", 5), Pin("School", 7)], 3))
		self.assertEqual([word for word in words if word.isdecimal()], [str(n) for n in range(11)])
		self.assertTrue({"All of us", "Chloe", "School", "We began here"} <= set(words))

	def test_a_score_of_nought_is_a_pin_and_no_score_is_none(self):
		self.assertIn("Jo", texts(drawn([Pin("Jo", 0)])))
		self.assertIn("We began here", texts(drawn([], 0)))
		self.assertNotIn("We began here", texts(drawn([], None)))

	def test_names_never_cover_each_other(self):
		crowd = [Pin(name, score) for score in (4, 5, 6) for name in ("Bartholomew", "Jo", "Christopher")]
		lanes = choose_lanes(crowd)
		self.assertEqual(len({(lane, pin.score) for lane, pin in zip(lanes, crowd, strict=True)}), len(crowd))
		far = [Pin("Jo", 0), Pin("Sam", 10)]
		self.assertEqual(choose_lanes(far), [0, 0])

	def test_everything_stays_inside_the_picture(self):
		for pins, began in (([Pin("Maximiliana", 0), Pin("Maximiliana", 10)], 0), ([TOGETHER] * 6, 10)):
			picture = drawn(pins, began)
			height = float(picture.get("height"))
			for box in picture.iter(f"{SVG}rect"):
				x, y, width = (float(box.get(name)) for name in ("x", "y", "width"))
				self.assertTrue(x >= 0 and x + width <= WIDTH and 0 <= y <= height, (x, y, width))

	def test_names_are_text_and_never_markup(self):
		markup = draw_road([Pin("<b>Jo</b> O'Brien & Co", 5)], says=Says(title="<script>"))
		self.assertFalse(re.search("<b>|<script", markup))
		self.assertIn("&lt;b&gt;Jo&lt;/b&gt; O&#x27;Brien &amp; Co", markup)
