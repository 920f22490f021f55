"use strict";
// The progress of an import: asked for every second, and the page again when it is done.
{
	const card = document.querySelector("[data-progress]");
	const bar = card?.querySelector("progress"), said = card?.querySelector("[data-said]");
	const ask = async () => {
		try {
			const now = await (await fetch(`${card.dataset.progress}&_state=1`, { headers: { Accept: "application/json" } })).json();
			if (!now.doing) { location.reload(); return; }
			bar.max = now.total || 1;
			bar.value = now.done;
			said.textContent = now.said;
		} catch { /* asked again in a second */ }
		setTimeout(ask, 1000);
	};
	if (card) setTimeout(ask, 700);
}
