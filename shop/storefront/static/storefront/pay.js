// Takes a page that waits for an approval on as soon as the order stands differently: by
// server-sent events, and by asking the shop every few seconds besides. Without this script the
// page reloads itself.

const page = document.querySelector("[data-pay]");
const ASK_SECONDS = 4;

function look(text) {
  const progress = JSON.parse(text);
  const { headline, sentence } = page.dataset;
  if (progress.headline !== headline || progress.sentence !== sentence) location.reload();
}

async function ask() {
  try {
    const answer = await fetch(page.dataset.state, { headers: { Accept: "application/json" } });
    if (answer.ok) look(await answer.text());
  } catch {
    // The shop cannot be reached; the next try comes by itself.
  }
}

if (page) {
  setInterval(ask, ASK_SECONDS * 1000);
  new EventSource(page.dataset.live).addEventListener("state", (event) => look(event.data));
}
