/** `strata validate`: checks the files offline. */
import { loadDesired } from "../config/load.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { renderValidateJson, renderValidateText } from "../render/validate-text.ts";
import { tellFindingsToCi } from "./ci.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

export async function validateCommand(context: CommandContext): Promise<ExitCode> {
  const { desired, files, diagnostics, sources } = await loadDesired(context.configFile, context.files);
  const isInvalid = desired === undefined || hasErrors(diagnostics);
  const report = { desired, files, diagnostics };
  if (context.format === "json") context.view.result(renderValidateJson(report));
  else context.view.diagnostics(diagnostics, sources);
  if (context.format === "text" && !isInvalid) context.view.result(renderValidateText(report));
  tellFindingsToCi(context.ci, diagnostics);
  return isInvalid ? EXIT.invalid : EXIT.done;
}
