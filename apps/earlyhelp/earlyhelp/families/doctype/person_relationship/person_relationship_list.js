// The number says nothing that the title does not say.
frappe.listview_settings["Person Relationship"] = { hide_name_column: true };
