// Builds one script into one piece, after everything else is built: what stands inside its page (`widget`), and what that fetches in one go.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

interface Piece {
  readonly from: string;
  readonly to: string;
  /** Whether it takes from its page what that lends, or stands alone. */
  readonly borrows: boolean;
}

const PIECES: Readonly<Record<string, Piece>> = {
  widget: { from: "widget/main.ts", to: "widget.js", borrows: false },
  conversation: { from: "widget/conversation.ts", to: "assets/conversation-[hash].js", borrows: true },
  script: { from: "widget/script.ts", to: "assets/script-[hash].js", borrows: true },
  help: { from: "help/loader.ts", to: "help.js", borrows: false },
};

/** In place of a module that the page has already stands what it lends (`widget/lent.ts`). */
function borrow(): Plugin {
  const imports = readFileSync("widget/lent.ts", "utf8").matchAll(/^import \* as (\w+) from "(.+)";$/gm);
  const lent = new Map([...imports].map(([, name = "", place = ""]) => [resolve("widget", `${place}.ts`), name]));
  return {
    name: "borrow",
    load(id) {
      const name = lent.get(id);
      if (name === undefined) return null;
      const exported = [...readFileSync(id, "utf8").matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(([, each]) => each);
      return `export const { ${exported.join(", ")} } = guichet.${name};`;
    },
  };
}

/** What stands on several lines after everything else is made small is markup: there a space says as much. */
function squeeze(): Plugin {
  return {
    name: "squeeze",
    generateBundle(_, bundle) {
      for (const each of Object.values(bundle)) if (each.type === "chunk") each.code = each.code.replace(/\s*\n\s*/g, " ");
    },
  };
}

export default defineConfig(({ mode }) => {
  const piece = PIECES[mode];
  if (piece === undefined) throw new Error(`there is no piece "${mode}"`);
  return {
    plugins: [squeeze(), ...(piece.borrows ? [borrow()] : [])],
    build: {
      outDir: "dist/pieces",
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      minify: "terser",
      terserOptions: { module: true, compress: { passes: 3, unsafe_arrows: true } },
      rollupOptions: {
        input: piece.from,
        preserveEntrySignatures: "strict",
        output: { format: piece.borrows ? "es" : "iife", entryFileNames: piece.to },
      },
    },
  };
});
