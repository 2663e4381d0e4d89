from providers.source_instances import SourceInstances

# Every instance of the VPC that is tagged so: IMDSv2 with tokens required, and its tags in the metadata.
instances = SourceInstances("instances", region="ap-northeast-1", vpc_id="vpc-0123456789abcdef0", tags={"Wave": "1"})
