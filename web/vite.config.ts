// Builds every page's script and the theme into `web/dist`, which Django serves under /static/; `manifest.json` names the hashed files.
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: {
        theme: "shared/theme/theme.css",
        look: "look/main.ts",
        chat: "chat/main.ts",
        desk: "desk/main.ts",
        board: "board/main.ts",
        wall: "board/wall/main.ts",
        loader: "widget/loader.ts",
        refused: "widget/refused.ts",
        "help-frame": "help/frame.ts",
        "widget-theme": "widget/widget.css",
        settings: "settings/main.ts",
        lock: "lock/main.ts",
        sign_on: "sign_on/main.ts",
      },
    },
  },
  test: { environment: "node" },
});
