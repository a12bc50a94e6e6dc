/** What the commands that talk to GitHub are handed; they know neither AWS nor the configuration. */
import type { GitHubPorts } from "../engine/github-ports.ts";
import type { Clock } from "../engine/ports.ts";
import type { MarkdownOrigin } from "../render/markdown-options.ts";
import type { View } from "../ui/view.ts";
import type { Ci } from "./ci.ts";
import type { Format, TextRead } from "./context.ts";

/** The run as far as the environment tells it. */
export interface RunFacts {
  readonly pull: { readonly number: number; readonly isFork: boolean } | null;
}

export type GitHubConnection =
  | { readonly ok: true; readonly run: RunFacts; readonly connect: () => Promise<GitHubPorts> }
  | { readonly ok: false; readonly why: string };

export interface GitHubContext {
  readonly view: View;
  readonly format: Format;
  readonly clock: Clock;
  readonly readText: (file: string) => Promise<TextRead>;
  readonly ci: Ci | null;
  readonly origin: MarkdownOrigin;
  /** Said beside the log of the job, not as an error. */
  readonly notice: (text: string, kind: "notice" | "warning") => void;
  readonly gitHub: () => GitHubConnection;
}
