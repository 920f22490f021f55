"use strict";
// The report builder: whatever changes in the panel shows its answer at once, and the focus stays where it is.
(() => {
	const root = document.getElementById("report");
	if (!root) return;
	let asked = 0;
	async function show(url, push) {
		const mine = ++asked;
		root.setAttribute("aria-busy", "true");
		let answer, text;
		try {
			answer = await fetch(url, { headers: { Accept: "text/html" } });
			text = await answer.text();
		} catch { return location.assign(url); }
		if (mine !== asked) return;
		const found = new DOMParser().parseFromString(text, "text/html");
		const fresh = found.getElementById("report");
		if (!fresh) return location.assign(answer.url);
		const at = document.activeElement, id = root.contains(at) ? at.id : "", open = box().open;
		root.replaceChildren(...fresh.childNodes);
		root.removeAttribute("aria-busy");
		document.title = found.title;
		if (push) history.pushState(null, "", answer.url);
		document.dispatchEvent(new Event("desk:fresh"));
		dress(open);
		const again = id && document.getElementById(id);
		if (again) (again.disabled ? again.parentNode.querySelector("button:not(:disabled)") : again).focus({ preventScroll: true });
		else if (id) (root.querySelector("#_value, #_value-1") || root.querySelector("#_field")).focus();
	}
	const box = () => root.querySelector(".panel");
	function dress(open) {
		root.querySelector(".go").hidden = true;
		box().open = open;
	}
	const address = (form, from) => {
		const data = new FormData(form), name = from?.name || "";
		if (from?.matches("button") && name) data.append(name, from.value);
		// a filter is put in by its value or its button, not by whatever else changes beside it
		const puts = !from || from.matches("button:not([name])") || name === "_value";
		const drop = (key) => !puts && (key.startsWith("_value") || (name === "_field" && key === "_op"));
		return `${form.getAttribute("action")}?${new URLSearchParams([...data].filter(([key, value]) => value !== "" && !drop(key)))}`;
	};
	root.addEventListener("change", (e) => {
		const form = e.target.closest("#panel"), several = root.querySelector("#_value-2, [data-choices]");
		if (form && !(e.target.name === "_value" && several)) show(address(form, e.target), true);
	});
	root.addEventListener("submit", (e) => {
		if (e.target.id !== "panel") return;
		e.preventDefault();
		show(address(e.target, e.submitter), true);
	});
	root.addEventListener("click", (e) => {
		const link = e.target.closest("#panel .chip a, nav a[rel]");
		if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
		e.preventDefault();
		show(link.href, true);
	});
	addEventListener("popstate", () => show(location.href, false));
	dress(!matchMedia("(max-width: 899px)").matches);
	// what was chosen while this script was still on its way
	const chosen = (el) => el.selectedIndex !== Math.max(0, [...el.options].findIndex((option) => option.defaultSelected));
	const early = [...root.querySelectorAll("#panel select:not([multiple])")].find(chosen);
	if (early) show(address(early.form, early), true);
})();
