import pulumi

from providers.recovery_point_store import RecoveryPointStore

# Added by hand in Prism Central, as its API has no call for it.
store = RecoveryPointStore("store", name="nc2-dr", site="tokyo")

pulumi.export("store_id", store.store_id)
