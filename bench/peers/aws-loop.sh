#!/usr/bin/env bash
# aws-loop.sh WORK N STAGE SOURCE_ARN: a loop around the AWS CLI, one call for each profile, as in many a runbook.
set -euo pipefail
work=$1 n=$2 stage=$3 source=$4
aws=${AWS_PROGRAM:-aws}

list() {
  "$aws" bedrock list-inference-profiles --type-equals APPLICATION \
    --query 'inferenceProfileSummaries[].[inferenceProfileArn, inferenceProfileName]' --output text
}

case $work in
  "first apply")
    there=$(list)
    for number in $(seq -f '%04.0f' "$n"); do
      grep -qw "app-$number" <<< "$there" && continue
      "$aws" bedrock create-inference-profile --inference-profile-name "app-$number" \
        --model-source "copyFrom=$source" --tags key=project,value=app "key=stage,value=$stage"
    done ;;
  "no-op plan")
    differ=0
    while read -r arn name; do
      tags=$("$aws" bedrock list-tags-for-resource --resource-arn "$arn" \
        --query 'sort_by(tags, &key)[].[key, value]' --output text | tr '\t\n' '= ')
      [ "$tags" = "project=app stage=$stage " ] || { echo "$name differs: $tags"; differ=1; }
    done < <(list)
    exit "$differ" ;;
  "one tag on all")
    while read -r arn _; do
      "$aws" bedrock tag-resource --resource-arn "$arn" --tags "key=stage,value=$stage"
    done < <(list) ;;
  destroy)
    while read -r arn _; do
      "$aws" bedrock delete-inference-profile --inference-profile-identifier "$arn"
    done < <(list) ;;
esac
