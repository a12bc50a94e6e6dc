import { defineConfig } from "tsdown";
import { leanCommander } from "./scripts/lean-commander.ts";
import { leanInk } from "./scripts/lean-ink.ts";
import { leanYaml } from "./scripts/lean-yaml.ts";
import { oneFile } from "./scripts/one-file.ts";
import { thirdPartyLicenses } from "./scripts/third-party-licenses.ts";

// Everything is bundled (dependencies live in devDependencies): one start-up costs tens of milliseconds instead of
// hundreds, and a global install is one package. Chunks split at dynamic imports, so commands load only what they use.
const { plugin, groups } = oneFile({
  start: "/src/cli/main.ts",
  config: "/src/commands/validate.ts",
  plan: "/src/commands/plan.ts",
});

export default defineConfig({
  entry: { main: "src/cli/main.ts" },
  format: "esm",
  platform: "node",
  target: "node20.19",
  outDir: "dist",
  clean: true,
  dts: false,
  // Bundling all of them is the intent.
  inlineOnly: false,
  sourcemap: false,
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  outputOptions: {
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    codeSplitting: {
      groups: [
        ...groups,
        { name: "aws", test: /\/src\/aws\// },
        { name: "sdk", test: /\/node_modules\/@(?:smithy|aws-sdk|aws-crypto)\//, minShareCount: 3 },
      ],
    },
  },
  // React has a build for development too, ten times as large.
  define: { "process.env.NODE_ENV": '"production"' },
  // The SDK comes in both forms, and only its ES modules lose what nobody uses: a plan starts a tenth sooner.
  inputOptions: { resolve: { mainFields: ["module", "main"] } },
  plugins: [plugin, leanCommander(), leanInk(), leanYaml(), thirdPartyLicenses()],
});
