// The list of sources. `trigger("confirmed", …)` removes one, once the person has said so.

const dialog = document.createElement("dialog");
dialog.className = "confirm";
dialog.setAttribute("aria-labelledby", "confirm-title");
dialog.innerHTML =
  '<form method="dialog"><h2 id="confirm-title">Remove this source?</h2><p class="which"></p>' +
  "<p>Answers can no longer cite it. The file itself is not touched.</p>" +
  '<div><button value="keep" class="plain">Keep it</button>' +
  '<button value="remove" class="grave">Remove</button></div></form>';
element.parentElement.append(dialog);

let chosen = "";

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  chosen = button.dataset.remove;
  dialog.querySelector(".which").textContent = button.dataset.title;
  dialog.returnValue = "keep";
  dialog.showModal();
});

dialog.addEventListener("close", () => {
  if (dialog.returnValue === "remove") trigger("confirmed", { document: chosen });
});
