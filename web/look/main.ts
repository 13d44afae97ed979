/** The reader's choice between the light and the dark look; without a choice the page follows the computer. */

const SHELF = "guichet:look";

function isDark(): boolean {
  const chosen = document.documentElement.dataset["look"];
  return chosen === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
}

function nameButton(button: HTMLElement): void {
  button.textContent = (isDark() ? button.dataset["light"] : button.dataset["dark"]) ?? "";
}

const kept = localStorage.getItem(SHELF);
if (kept !== null) document.documentElement.dataset["look"] = kept;

for (const button of document.querySelectorAll<HTMLElement>("button[data-look]")) {
  nameButton(button);
  button.hidden = false;
  button.addEventListener("click", () => {
    const look = isDark() ? "light" : "dark";
    document.documentElement.dataset["look"] = look;
    localStorage.setItem(SHELF, look);
    nameButton(button);
  });
}
