// The filters of a report, and links to its cases. Runs once for any number of reports on a page.

const of = (event) => event.target.closest?.(".evaluation");

function fits(one, wanted) {
  const { states, kind, language, tags } = one.dataset;
  return (
    (!wanted.state || states.split(" ").includes(wanted.state)) &&
    (!wanted.kind || kind === wanted.kind) &&
    (!wanted.language || language === wanted.language) &&
    (!wanted.tag || tags.split("|").includes(wanted.tag)) &&
    (!wanted.words || one.textContent.toLowerCase().includes(wanted.words.toLowerCase()))
  );
}

function filter(report) {
  const wanted = {};
  for (const field of report.querySelectorAll(".filters select, .filters input"))
    wanted[field.name] = field.value;
  let left = 0;
  for (const one of report.querySelectorAll(".case")) {
    one.hidden = !fits(one, wanted);
    left += !one.hidden;
  }
  report.querySelector(".count").textContent = `${left} shown`;
  report.querySelector(".none").hidden = left > 0;
}

function show(id) {
  const one = id && document.getElementById(id);
  if (!one?.matches(".evaluation .case")) return;
  one.hidden = false;
  one.open = true;
  one.scrollIntoView();
  one.querySelector("summary").focus({ preventScroll: true });
}

document.addEventListener("input", (event) => {
  if (event.target.closest?.(".evaluation .filters")) filter(of(event));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('.evaluation a[href^="#case-"]');
  if (link) {
    event.preventDefault();
    show(link.getAttribute("href").slice(1));
  }
  const button = event.target.closest?.(".evaluation .filters button[name=open]");
  if (button) {
    const shown = of(event).querySelectorAll(".case:not([hidden])");
    const open = ![...shown].every((one) => one.open);
    for (const one of shown) one.open = open;
    button.textContent = open ? "Close all shown" : "Open all shown";
  }
});

addEventListener("hashchange", () => show(decodeURIComponent(location.hash.slice(1))));
if (location.hash) show(decodeURIComponent(location.hash.slice(1)));
