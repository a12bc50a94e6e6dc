#!/usr/bin/env node
/** In place of the AWS CLI where there is none: the one call of the tutorial, `aws bedrock untag-resource`. */
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { "resource-arn": { type: "string" }, "tag-keys": { type: "string" } },
});
if (positionals.join(" ") !== "bedrock untag-resource")
  throw new Error(`aws ${positionals.join(" ")} is not known here`);
const scope = `test/20261124/${process.env.AWS_DEFAULT_REGION}/bedrock/aws4_request`;
const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/untagResource`, {
  method: "POST",
  headers: {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ resourceARN: values["resource-arn"], tagKeys: [values["tag-keys"]] }),
});
if (!answer.ok) throw new Error(await answer.text());
