/** A bundler plugin: writes the licences of all bundled packages beside the bundle, as those licences ask for. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Bundle {
  readonly [file: string]: { readonly type: string; readonly moduleIds?: readonly string[] };
}

interface Emitter {
  emitFile(file: { type: "asset"; fileName: string; source: string }): unknown;
}

export function thirdPartyLicenses() {
  return {
    name: "third-party-licenses",
    generateBundle(this: Emitter, _options: unknown, bundle: Bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => chunk.moduleIds ?? []);
      const folders = new Set(modules.flatMap((id) => packageFolder(id) ?? []));
      const texts = [...folders].map(licenseText).sort();
      this.emitFile({
        type: "asset",
        fileName: "THIRD_PARTY_LICENSES.txt",
        source: `${texts.join(`\n\n${RULE}\n\n`)}\n`,
      });
    },
  };
}

const RULE = "-".repeat(80);

/** The folder of the package that a module belongs to; undefined for our own modules. */
function packageFolder(moduleId: string): string | undefined {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId.replace(/^\0/, ""))?.[1];
}

function licenseText(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = existsSync(folder) ? readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry)) : undefined;
  const text = file === undefined ? "" : `\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
  return `${name} ${version} (${license})${text}`;
}
