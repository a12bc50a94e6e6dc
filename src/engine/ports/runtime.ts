/** What `invoke` needs of Bedrock's runtime. It changes nothing, but each call is paid for. */
import type { Answer } from "../../core/fault.ts";
import type { ModelAnswer } from "../../core/model-answer.ts";
import type { Target } from "../../core/profile.ts";
import type { ReadPorts } from "../ports.ts";

export interface Question {
  /** Of the profile: safest as a model id (AWS.md section 9). */
  readonly arn: string;
  readonly prompt: string;
  /** Null leaves it to the model. */
  readonly system: string | null;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
}

/** How long a model may keep silent, in milliseconds. */
export interface Patience {
  /** Until the answer begins. */
  readonly firstMs: number;
  /** Between two pieces of it. */
  readonly silenceMs: number;
}

export interface Listener {
  /** Called with each piece of text as it arrives. */
  readonly onText: (text: string) => void;
  /** Aborted when the user has had enough: the request is cut at once. */
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

export interface RuntimeGateway {
  /** Sends one request, once (`bedrock:InvokeModelWithResponseStream`). */
  ask(question: Question, listener: Listener): Promise<Answer<ModelAnswer>>;
}

export interface RuntimePorts extends ReadPorts {
  runtime(target: Target): RuntimeGateway;
}
