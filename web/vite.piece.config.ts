// Builds one script into one piece, after everything else is built: what stands inside its page (`widget`), and what that fetches in one go.
import { defineConfig } from "vite";

const PIECES: Record<string, { readonly from: string; readonly to: string }> = {
  widget: { from: "widget/main.ts", to: "widget.js" },
  conversation: { from: "widget/conversation.ts", to: "assets/conversation-[hash].js" },
};

export default defineConfig(({ mode }) => ({
  build: {
    outDir: "dist/pieces",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: PIECES[mode]?.from ?? "",
      output: { format: "iife", entryFileNames: PIECES[mode]?.to ?? "" },
    },
  },
}));
