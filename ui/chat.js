// The conversation. `element` holds it; `trigger("example", …)` asks an example question.

element.setAttribute("role", "log");
element.setAttribute("aria-label", "Conversation");

element.addEventListener("click", (event) => {
  const question = event.target.closest("[data-question]")?.dataset.question;
  if (question) trigger("example", { question });
});

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
