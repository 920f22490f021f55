// The number says nothing that the title does not say.
frappe.listview_settings["Professional Discipline"] = { hide_name_column: true };
