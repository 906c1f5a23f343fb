// Keeps an order's page true while it is open: by server-sent events, and by asking the shop
// every few seconds while those do not come. Without this script, a reload does the same.

const page = document.querySelector("[data-follow]");
const ASK_SECONDS = 4;
const LOOK_SECONDS = 45;

let stream = null;
let timer = null;
let pace = 0;
let shown = "";

function part(name) {
  return page.querySelector(`[data-${name}]`);
}

function write(name, text) {
  const element = part(name);
  if (element.textContent !== text) element.textContent = text;
}

function stepItem(step) {
  const item = document.createElement("li");
  item.className = `step step--${step.state}`;
  if (step.state === "current") item.setAttribute("aria-current", "step");
  const label = document.createElement("span");
  label.className = "step__label";
  label.textContent = step.label;
  item.append(label);
  if (step.at) {
    const time = document.createElement("time");
    time.className = "step__time";
    time.dateTime = step.at;
    time.textContent = step.time;
    item.append(time);
  }
  return item;
}

function showTracking(progress) {
  const link = part("tracking-link");
  link.textContent = progress.tracking_number;
  if (progress.tracking_url) link.href = progress.tracking_url;
  part("tracking").hidden = !progress.tracking_number;
}

function show(text) {
  if (text === shown) return;
  shown = text;
  const progress = JSON.parse(text);
  part("head").className = `order__head order__head--${progress.tone}`;
  write("headline", progress.headline);
  write("sentence", progress.sentence);
  write("payment", progress.payment);
  write("pay-words", progress.pay_words);
  write("cancel-note", progress.cancel_note);
  const tickets = part("has-tickets");
  if (tickets) tickets.hidden = !progress.has_tickets;
  part("can-pay").hidden = !progress.can_pay;
  part("can-cancel").hidden = !progress.can_cancel;
  part("steps").replaceChildren(...progress.steps.map(stepItem));
  showTracking(progress);
  if (progress.is_final) stop();
}

function stop() {
  stream?.close();
  clearTimeout(timer);
  timer = null;
  page.dataset.final = "";
}

async function ask() {
  try {
    const answer = await fetch(page.dataset.state, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.text());
  } catch {
    // The shop cannot be reached; the next try comes by itself.
  }
}

function askIn(seconds) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await ask();
    if (!("final" in page.dataset)) askIn(pace);
  }, seconds * 1000);
}

// While events come, the shop is still asked now and then: an event can be lost, an answer not.
function askEvery(seconds) {
  if (pace === seconds) return;
  pace = seconds;
  askIn(seconds);
}

function follow() {
  askEvery(ASK_SECONDS);
  stream = new EventSource(page.dataset.live);
  stream.addEventListener("state", (event) => {
    askEvery(LOOK_SECONDS);
    show(event.data);
  });
  stream.addEventListener("blind", () => askEvery(ASK_SECONDS));
  stream.addEventListener("error", () => askEvery(ASK_SECONDS));
}

if (page && !("final" in page.dataset)) follow();
