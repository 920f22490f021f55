// Whoever left the school stays in the list, grey.
frappe.listview_settings["School Enrolment"] = {
	hide_name_column: true,
	add_fields: ["to_date"],
	get_indicator: (doc) =>
		doc.to_date && doc.to_date <= frappe.datetime.get_today()
			? [__("Left"), "gray", "to_date,<=,Today"]
			: [__("At School"), "green", "to_date,is,not set"],
};
