app_name = "benchapp"
app_title = "Benchapp"
app_publisher = "Early Help maintainers"
app_description = "Records to measure a bench with"
app_email = "maintainers@example.com"
app_license = "mit"

permission_query_conditions = {"Bench Full": "benchapp.rules.conditions"}
has_permission = {"Bench Full": "benchapp.rules.has_permission"}
doc_events = {
	"Bench Full": {"validate": "benchapp.rules.on_validate", "on_update": "benchapp.rules.on_update"}
}
