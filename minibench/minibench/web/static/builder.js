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
		const at = document.activeElement, inside = root.contains(at), open = box().open;
		root.replaceChildren(...fresh.childNodes);
		root.removeAttribute("aria-busy");
		document.title = found.title;
		if (push) history.pushState(null, "", answer.url);
		document.dispatchEvent(new Event("desk:fresh"));
		dress(open);
		if (!inside) return;
		const again = (at.id && document.getElementById(at.id)) || (at.rel && root.querySelector(`nav a[rel="${at.rel}"], nav a[rel]`));
		if (again) (again.disabled ? again.parentNode.querySelector("button:not(:disabled)") : again).focus({ preventScroll: true });
		else (root.querySelector("#_value, #_value-1") || root.querySelector("#_field")).focus();
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
	// a closed box that is worked by keys passes what stands between: it counts on Enter, on leaving, or after a while
	let waits = null, timer, keyed = false;
	const settle = () => {
		clearTimeout(timer);
		const box = waits;
		waits = null;
		if (box?.isConnected) show(address(box.form, box), true);
	};
	root.addEventListener("keydown", (e) => {
		keyed = e.target.matches("#panel select") && e.key !== "Enter";
		if (e.key !== "Enter" || !waits) return;
		e.preventDefault();
		settle();
	});
	root.addEventListener("pointerdown", () => { keyed = false; });
	root.addEventListener("focusout", (e) => { if (e.target === waits) queueMicrotask(settle); });
	root.addEventListener("change", (e) => {
		const form = e.target.closest("#panel"), several = root.querySelector("#_value-2, [data-choices]");
		if (!form || (e.target.name === "_value" && several)) return;
		if (!keyed) return show(address(form, e.target), true);
		waits = e.target;
		clearTimeout(timer);
		// what adds something is not added by passing it
		if (waits.id !== "_add" && waits.name !== "_value") timer = setTimeout(settle, 1200);
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
