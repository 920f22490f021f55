// Whoever left the school stays in the list, grey.
frappe.listview_settings["School Staff"] = {
	hide_name_column: true,
	add_fields: ["active"],
	get_indicator: (doc) =>
		doc.active ? [__("Active"), "green", "active,=,1"] : [__("Left"), "gray", "active,=,0"],
};
