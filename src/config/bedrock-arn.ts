/** ARNs of models and profiles, taken apart. */

export interface BedrockArn {
  readonly partition: string;
  /** Empty in ARNs of worldwide models. */
  readonly region: string;
  /** Empty in ARNs of foundation models. */
  readonly account: string;
  readonly resource: "foundation-model" | "inference-profile" | "application-inference-profile";
  readonly id: string;
}

const ARN =
  /^arn:(?<partition>aws[a-z-]*):bedrock:(?<region>[a-z0-9-]*):(?<account>[0-9]{12}|):(?<resource>foundation-model|inference-profile|application-inference-profile)\/(?<id>[a-zA-Z0-9:.-]+)$/;

/** Takes an ARN apart; `undefined` when it is not one of Bedrock's models or profiles. */
export function parseBedrockArn(text: string): BedrockArn | undefined {
  return ARN.exec(text)?.groups as unknown as BedrockArn | undefined;
}
