const shown = document.getElementById("show"), kind = document.getElementById("kind"),
  words = document.getElementById("words"), count = document.getElementById("count");
function filter() {
  let left = 0;
  for (const one of document.querySelectorAll("details.case")) {
    const fits = (!shown.value || one.dataset.states.split(" ").includes(shown.value))
      && (!kind.value || one.dataset.kind === kind.value)
      && one.textContent.toLowerCase().includes(words.value.toLowerCase());
    one.hidden = !fits;
    left += fits;
  }
  count.textContent = `${left} shown`;
}
function open() {
  const one = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (one && one.tagName === "DETAILS") { one.hidden = false; one.open = true; one.scrollIntoView(); }
}
for (const one of [shown, kind, words]) one.addEventListener("input", filter);
addEventListener("hashchange", open);
filter();
open();
