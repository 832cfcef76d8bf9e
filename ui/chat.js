// The conversation. `element` holds it; `trigger("example", …)` asks an example question.

element.setAttribute("role", "log");
element.setAttribute("aria-label", "Conversation");

element.addEventListener("click", (event) => {
  const wording = event.target.closest("[data-edit]")?.dataset.edit;
  if (wording) put(wording);
  const question = event.target.closest("[data-question]")?.dataset.question;
  if (question) trigger("example", { question });
});

// What was understood stands in the question's box, to be mended and asked again.
function put(wording) {
  const box = document.querySelector("#question textarea");
  if (!box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, wording);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

// A new question comes to the top of the window, where its answer will grow beneath it.
let asked = 0;
watch("value", () => {
  const exchanges = element.querySelectorAll(".exchange");
  if (exchanges.length > asked) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    exchanges[exchanges.length - 1].scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  }
  asked = exchanges.length;
});
