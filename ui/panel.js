// The source panel. `element` is the panel, `server.source(place)` gives the HTML of a source.
// Every string that arrives has been escaped by ui/render.py.

const phone = window.matchMedia("(max-width: 899px)");
let opener = null; // the control that opened the source, where the focus goes back to
let latest = 0; // of two sources asked for in quick succession, the last is shown

async function open(link) {
  const mine = ++latest;
  const { document: id, start, end, digest, reach } = link.dataset;
  if (!element.contains(link)) opener = link;
  keepPlace(link, () => document.body.classList.add("source-open"));
  element.setAttribute("aria-busy", "true");
  try {
    const html = await server.source({ document: id, start, end, digest, reach });
    if (mine !== latest) return;
    element.innerHTML = html;
    show();
    marked();
  } catch (problem) {
    if (mine !== latest) return;
    element.innerHTML =
      '<header class="masthead"><button type="button" class="close" data-close ' +
      'aria-label="Close the source">✕</button><h2 tabindex="-1">The source cannot be shown</h2>' +
      '</header><div class="problem" role="alert"><p><strong>The page has lost its server.</strong>' +
      "</p><p>See that `onrecord serve` still runs, and reload the page.</p></div>";
    show();
  } finally {
    element.removeAttribute("aria-busy");
  }
}

// What was being read stays where it is when the page makes room for the source.
function keepPlace(link, change) {
  const before = link.getBoundingClientRect().top;
  change();
  window.scrollBy(0, link.getBoundingClientRect().top - before);
}

function show() {
  element.setAttribute("role", phone.matches ? "dialog" : "complementary");
  element.setAttribute("aria-label", "Source");
  element.querySelector("h2")?.focus({ preventScroll: true });
  const text = element.querySelector(".source-text");
  const mark = text?.querySelector("mark");
  if (!text) return;
  // Only the text scrolls; scrollIntoView would move the page as well.
  text.scrollTop = mark
    ? mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3
    : 0;
}

function close() {
  latest++;
  document.body.classList.remove("source-open");
  element.innerHTML = "";
  marked(null);
  if (opener?.isConnected) opener.focus();
  opener = null;
}

// Shows on the page which citation stands open.
function marked(link = opener) {
  for (const was of document.querySelectorAll("[data-document][aria-current]"))
    was.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-document]");
  if (link) return open(link);
  if (event.target.closest("[data-close]")) return close();
  const tab = event.target.closest("[data-tab]")?.dataset.tab;
  if (tab)
    for (const button of document.querySelectorAll('[role="tab"]'))
      if (button.textContent.trim() === tab) button.click();
});

document.addEventListener("keydown", (event) => {
  if (!document.body.classList.contains("source-open")) return;
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  if (event.key === "Tab" && phone.matches) keepInside(event);
});

// On a phone the source covers the page, so the focus must not wander beneath it.
function keepInside(event) {
  const stops = [...element.querySelectorAll("button, a[href], [tabindex='0']")];
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const leaving = event.shiftKey
    ? document.activeElement === first || !stops.includes(document.activeElement)
    : document.activeElement === last;
  if (!leaving || !first) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
