"use strict";

// What stands around textual.js, which keeps its terminal to itself: the socket is caught when it is made.

let socket = null;

window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    socket = this;
    this.addEventListener("message", (event) => {
      if (typeof event.data !== "string") hear(new TextDecoder().decode(event.data));
    });
    this.addEventListener("open", () => field().focus());
    this.addEventListener("close", (event) => close(event.code));
  }

  // textual.js sends sizes and keys without a look at the state.
  send(data) {
    if (this.readyState === WebSocket.CONNECTING) this.addEventListener("open", () => super.send(data), { once: true });
    else if (this.readyState === WebSocket.OPEN) super.send(data);
  }
};

// OSC 2 is the terminal's title; 5522 is our own (otp_tui/wizard/page.py).
function hear(drawn) {
  for (const [, title] of drawn.matchAll(/\x1b\]2;([^\x07\x1b]*)(?:\x07|\x1b\\)/g)) document.title = title;
  for (const [, language, background, shade] of drawn.matchAll(/\x1b\]5522;(\w+);(#\w+);(\w+)\x07/g)) {
    const root = document.documentElement;
    root.style.setProperty("--background", background);
    root.classList.toggle("light", shade === "light");
    if (root.lang === language) continue;
    root.lang = language;
    for (const words of document.querySelectorAll(`[data-${language}]`)) words.textContent = words.dataset[language];
    window.dispatchEvent(new Event("resize")); // other words may take more rows of buttons
  }
}

function send(keys) {
  socket?.send(JSON.stringify(["stdin", keys]));
}

const WHY = { 1000: "ended", 1013: "full" };

function close(code) {
  document.getElementById(WHY[code] ?? "lost").hidden = false;
  document.getElementById("reload").focus();
}

function field() {
  return document.querySelector("#terminal textarea");
}

// Forty columns at the least, and no more than a projector can show: about 130.
function fontSize() {
  const width = window.innerWidth;
  return Math.max(8, Math.min(16, width / 40.5 / 0.602), Math.min(28, width / 132 / 0.602));
}

document.addEventListener("DOMContentLoaded", () => {
  const terminal = document.getElementById("terminal");
  const keys = document.getElementById("keys");
  const buttons = [...keys.querySelectorAll("button")];
  const sent = new Map(buttons.map((button) => [button.querySelector("kbd").textContent, button.dataset.sent]));
  terminal.dataset.fontSize = String(fontSize());

  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      send(JSON.parse(button.dataset.sent));
      if (event.detail > 0) field()?.focus(); // by mouse or finger; by keyboard the button keeps the focus
    });
  }
  document.getElementById("reload").addEventListener("click", () => window.location.assign("/"));

  // The terminal takes Tab for itself: Ctrl+Down leaves it for the buttons, Esc goes back.
  document.addEventListener("keydown", (event) => {
    const away = !terminal.contains(event.target);
    if (event.ctrlKey && event.key === "ArrowDown" && !away) buttons[0].focus();
    else if (away && event.key === "Escape") field()?.focus();
    else if (away && /^F[1-9]$/.test(event.key) && sent.has(event.key)) send(JSON.parse(sent.get(event.key)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // The font is there before the terminal measures it.
  const begin = window.onload;
  window.onload = async (event) => {
    await Promise.allSettled(["400", "700"].map((weight) => document.fonts.load(`${weight} 16px "Roboto Mono"`)));
    begin(event);
  };
});
