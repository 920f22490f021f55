"""What printed plans show beside their own fields."""

import frappe

from earlyhelp.planning.scales import HIGHEST, to_score

STEP, LEFT, TOP = 22, 12, 14


def plan_goals(plan: str):
	"""Return the goals of a plan that the reader may see, each with its scale drawn."""
	rows = frappe.get_list(
		"Scaling Goal",
		filters={"plan": plan},
		fields=["goal", "what_0_means", "what_10_means", "baseline_score", "latest_score"],
		order_by="creation",
		limit_page_length=0,
	)
	for row in rows:
		row.scale = draw_scale(to_score(row.baseline_score), to_score(row.latest_score))
	return rows


def paper_settings():
	"""Return the council's name and the line that stands on everything printed."""
	settings = frappe.get_cached_doc("Early Help Settings")
	return {"council": settings.council_name or "", "confidential": settings.confidentiality_line or ""}


def draw_scale(first: int | None, latest: int | None) -> str:
	"""Return a road from 0 to 10 as SVG: a ring where the family began, a dot where it is now."""
	says = f"Scale from 0 to 10. First score: {_word(first)}. Latest score: {_word(latest)}."
	parts = [f'<line x1="{_x(0)}" y1="{TOP}" x2="{_x(HIGHEST)}" y2="{TOP}" stroke="#555" stroke-width="2"/>']
	for score in range(HIGHEST + 1):
		parts.append(f'<line x1="{_x(score)}" y1="{TOP - 4}" x2="{_x(score)}" y2="{TOP + 4}" stroke="#555"/>')
		parts.append(
			f'<text x="{_x(score)}" y="{TOP + 20}" font-size="11" text-anchor="middle">{score}</text>'
		)
	for score, fill in ((first, "#fff"), (latest, "#0f5c63")):
		if score is not None:
			parts.append(
				f'<circle cx="{_x(score)}" cy="{TOP}" r="7" fill="{fill}" stroke="#0f5c63" stroke-width="3"/>'
			)
	width = _x(HIGHEST) + LEFT
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="40" viewBox="0 0 {width} 40" role="img">'
		f"<title>{says}</title>{''.join(parts)}</svg>"
	)


def _word(score):
	return "none yet" if score is None else str(score)


def _x(score):
	return LEFT + score * STEP
