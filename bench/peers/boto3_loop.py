"""boto3_loop.py WORK N STAGE SOURCE_ARN: one client, one call for each profile, one after the other."""

import sys

import boto3

work, n, stage, source = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
bedrock = boto3.client("bedrock")


def live():
    pages = bedrock.get_paginator("list_inference_profiles").paginate(typeEquals="APPLICATION")
    return [profile for page in pages for profile in page["inferenceProfileSummaries"]]


def first_apply():
    there = {profile["inferenceProfileName"] for profile in live()}
    for name in (f"app-{number:04d}" for number in range(1, n + 1)):
        if name not in there:
            tags = [{"key": "project", "value": "app"}, {"key": "stage", "value": stage}]
            bedrock.create_inference_profile(
                inferenceProfileName=name, modelSource={"copyFrom": source}, tags=tags
            )


def no_op_plan():
    differ = False
    for profile in live():
        tags = bedrock.list_tags_for_resource(resourceARN=profile["inferenceProfileArn"])["tags"]
        if {tag["key"]: tag["value"] for tag in tags} != {"project": "app", "stage": stage}:
            print(profile["inferenceProfileName"], "differs:", tags)
            differ = True
    sys.exit(differ)


def one_tag_on_all():
    for profile in live():
        bedrock.tag_resource(
            resourceARN=profile["inferenceProfileArn"], tags=[{"key": "stage", "value": stage}]
        )


def destroy():
    for profile in live():
        bedrock.delete_inference_profile(inferenceProfileIdentifier=profile["inferenceProfileArn"])


{
    "first apply": first_apply,
    "no-op plan": no_op_plan,
    "one tag on all": one_tag_on_all,
    "destroy": destroy,
}[work]()
