export interface ProfileArn {
  readonly region: string;
  readonly account: string;
  readonly type: "inference-profile" | "application-inference-profile";
  readonly id: string;
}

const PROFILE_ARN =
  /^arn:aws(?:|-us-gov|-cn|-iso|-iso-b):bedrock:([a-z0-9-]{0,20}):(\d{12}|):(inference-profile|application-inference-profile)\/([a-zA-Z0-9-:.]+)$/;

/** Parts of a profile's ARN (AWS.md 2); undefined for any other text. */
export function parseProfileArn(text: string): ProfileArn | undefined {
  const [, region, account, type, id] = PROFILE_ARN.exec(text) ?? [];
  if (region === undefined || account === undefined || id === undefined) return undefined;
  return { region, account, type: type as ProfileArn["type"], id };
}
