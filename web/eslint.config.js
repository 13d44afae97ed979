// Strict typed rules, accessibility of templates, and the border of the house: data/ never imports view/.
import eslint from "@eslint/js";
import lit from "eslint-plugin-lit";
import litA11y from "eslint-plugin-lit-a11y";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", "**/*.js", "shared/words/"] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  lit.configs["flat/recommended"],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "lit-a11y": litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
      "max-lines": ["warn", { max: 400, skipBlankLines: true }],
      "max-lines-per-function": ["warn", { max: 40, skipBlankLines: true }],
      "max-params": ["warn", 5],
      "no-console": "error",
    },
  },
  {
    files: ["**/data/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ group: ["**/view/**", "lit", "lit/*"], message: "data/ is pure: it never imports view/ nor Lit" }] }] },
  },
  // Lit calls listeners of a template with the element as `this`.
  { files: ["**/view/**/*.ts"], rules: { "@typescript-eslint/unbound-method": "off" } },
  { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
);
