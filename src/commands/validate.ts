/** `strata validate`: checks the files offline. */
import { renderValidateJson, renderValidateText } from "../render/validate-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { loadConfig } from "./make-plan.ts";

export async function validateCommand(context: CommandContext): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, files, diagnostics, sources } = loaded.value;
  context.view.diagnostics(diagnostics, sources);
  const render = context.format === "json" ? renderValidateJson : renderValidateText;
  context.view.result(render({ desired, files, diagnostics }));
  return EXIT.done;
}
