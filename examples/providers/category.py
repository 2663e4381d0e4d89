import pulumi

from providers.category import Category

protected = Category("protected", key="DisasterRecovery", value="Protected")

pulumi.export("category_id", protected.category_id)
