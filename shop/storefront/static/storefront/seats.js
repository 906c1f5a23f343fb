// Keeps a map of seats true while it is open: by server-sent events, and by asking the shop every
// few seconds while those do not come. Without this script the boxes are ticked and sent all the same.

const ASK_SECONDS = 4;
const LOOK_SECONDS = 45;
const STATES = { a: "available", r: "reserved", s: "sold", "-": "sold" };
const WORDS = { a: "free", r: "somebody is about to buy it", s: "sold", "-": "not for sale any more" };

let hall = null;
let stream = null;
let timer = null;
let pace = 0;
let shown = "";

function boxes() {
  return [...hall.querySelectorAll("input[data-number]")];
}

function showSeat(box, letter) {
  const taken = letter !== "a";
  const lost = taken && box.checked;
  if (lost) box.checked = false;
  box.disabled = taken;
  box.setAttribute("aria-label", `${box.value}, ${WORDS[letter]}`);
  box.parentElement.className = `seat seat--${STATES[letter]}`;
  return lost;
}

function show(text) {
  if (text === shown) return;
  shown = text;
  const seating = JSON.parse(text);
  if (seating.states.length > Number(hall.dataset.numbers)) return drawAnew();
  const lost = boxes().filter((box) => showSeat(box, seating.states[box.dataset.number - 1] ?? "-"));
  const words = document.querySelector("[data-free-words]");
  if (words) words.textContent = `${seating.free} of ${seating.capacity} free`;
  if (lost.length) {
    const names = lost.map((box) => box.value).join(", ");
    hall.querySelector("[data-news]").textContent = `Somebody was faster: ${names}. Pick another one.`;
    countPicked();
  }
}

// There are seats now that the page does not know.
function drawAnew() {
  htmx.ajax("GET", location.href, { target: "#buy", select: "#buy", swap: "outerHTML" });
}

// As many tickets as seats, until somebody wants more.
function countPicked() {
  const quantity = hall.form.elements.quantity;
  quantity.value = Math.max(boxes().filter((box) => box.checked).length, 1);
}

async function ask() {
  try {
    const answer = await fetch(hall.dataset.state, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.text());
  } catch {
    // The shop cannot be reached; the next try comes by itself.
  }
}

function askIn(seconds) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await ask();
    askIn(pace);
  }, seconds * 1000);
}

function askEvery(seconds) {
  if (pace === seconds) return;
  pace = seconds;
  askIn(seconds);
}

function leave() {
  stream?.close();
  clearTimeout(timer);
  pace = 0;
  shown = "";
}

function follow() {
  const found = document.querySelector("[data-seats]");
  if (found === hall) return;
  leave();
  hall = found;
  if (!hall) return;
  hall.addEventListener("change", countPicked);
  askEvery(ASK_SECONDS);
  stream = new EventSource(hall.dataset.live);
  stream.addEventListener("state", (event) => {
    askEvery(LOOK_SECONDS);
    show(event.data);
  });
  stream.addEventListener("blind", () => askEvery(ASK_SECONDS));
  stream.addEventListener("error", () => askEvery(ASK_SECONDS));
}

follow();
// Choosing another kind of ticket brings another map.
document.addEventListener("htmx:load", follow);
