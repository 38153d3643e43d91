import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The floors of the house (CONTRIBUTING.md): what a folder of src/ may not import. Dynamic import() is not
 * restricted by this rule, which is how ui/ reaches the sandbox.
 */
function floor(folder, { rooms = [], vscode = false, node = false, ignores = [] }) {
  const forbidden = ["api", "sms", "code", "core", "agent", "sandbox", "platform", "ui"].filter(
    (room) => room !== folder && !rooms.includes(room),
  );
  return {
    files: [`src/${folder}/**/*.ts`],
    ignores,
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["**/extension.js"], message: "Nobody imports extension.ts." },
            ...forbidden.map((room) => ({
              group: [`**/${room}/**`],
              allowTypeImports: room === "sandbox" && folder === "ui",
              message: `${folder}/ does not import ${room}/ (the floors in CONTRIBUTING.md).`,
            })),
            ...(vscode ? [] : [{ group: ["vscode"], message: "vscode belongs to ui/ and extension.ts." }]),
            ...(node
              ? []
              : [{ group: ["node:*"], message: "Node's modules belong to sandbox/ and platform/." }]),
          ],
        },
      ],
      ...(node
        ? {}
        : {
            "no-restricted-globals": [
              "error",
              "process",
              "Buffer",
              "require",
              "__dirname",
              "__filename",
              "global",
            ],
          }),
    },
  };
}

export default defineConfig(
  { ignores: ["dist/", "out/", ".vscode-test/", "node_modules/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    // zod's full entry bundles to 25 times the size of zod/mini and loads at start-up.
    files: ["src/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { paths: [{ name: "zod", message: "Use zod/mini." }] }] },
  },
  floor("api", {}),
  floor("sms", {}),
  floor("code", {}),
  floor("core", { rooms: ["api", "sms", "code"] }),
  floor("agent", { rooms: ["api", "sms", "code", "core"] }),
  floor("sandbox", { rooms: ["api", "sms"], node: true }),
  floor("platform", { rooms: ["core"], node: true }),
  floor("ui", { rooms: ["api", "sms", "code", "core", "agent", "platform"], vscode: true }),
  {
    files: ["src/ui/**/*.ts", "src/core/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportDeclaration[source.value=/libphonenumber/]",
          message: "Phone metadata is loaded on first use: go through sms/phoneNumber.ts.",
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Tools of the test host print what they do; mocha's chai-less asserts may be statements of their own.
      "no-console": "off",
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [] }],
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
);
