// The number says nothing that the title does not say.
frappe.listview_settings["Early Help Team"] = { hide_name_column: true };
