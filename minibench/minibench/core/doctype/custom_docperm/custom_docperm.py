from minibench.core.records import SchemaRecord


class CustomDocPerm(SchemaRecord):
	pass
