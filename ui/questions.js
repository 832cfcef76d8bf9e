// The table of questions: rows are added, removed, approved and collected here; all else is the
// server's. Every string that arrives has been escaped by ui/question_rows.py.

const DRAFT = "draft";
let changed = false;

const rows = () => [...element.querySelectorAll(".question-row")];
const named = (row, name) => row.querySelector(`[name="${name}"]`);

// What the buttons of the tab send.
window.onrecordQuestions = () =>
  JSON.stringify(
    rows().map((row) => {
      const cells = {};
      for (const field of row.querySelectorAll("[name]")) cells[field.name] = field.value;
      const tags = cells.tags.split(",").map((tag) => tag.trim());
      const others = tags.filter((tag) => tag && tag !== DRAFT);
      if (!named(row, "approved").checked) others.push(DRAFT);
      return { ...cells, tags: others.join(", ") };
    }),
  );

window.onrecordKept = (text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "questions.csv";
  link.click();
  URL.revokeObjectURL(link.href);
  changed = false;
};

window.onrecordAdd = () => {
  const row = element.querySelector("template").content.firstElementChild.cloneNode(true);
  const taken = new Set(rows().map((one) => named(one, "id").value));
  let number = rows().length + 1;
  while (taken.has(`question-${number}`)) number++;
  element.querySelector(".question-rows").append(row);
  named(row, "id").value = `question-${number}`;
  named(row, "question").focus();
  tell();
};

function tell() {
  const left = rows().filter((row) => !named(row, "approved").checked).length;
  const all = rows().length;
  const told = document.getElementById("question-count");
  if (told)
    told.textContent = all
      ? `${all} question${all > 1 ? "s" : ""}, ${all - left} approved` +
        (left ? `, ${left} still to be read` : "")
      : "";
}

element.addEventListener("input", () => {
  changed = true;
  tell();
});

element.addEventListener("change", (event) => {
  const picker = event.target.closest(".picker");
  if (!picker?.value) return;
  const gold = named(picker.closest(".question-row"), "gold_sources");
  gold.value = `${gold.value.trimEnd()}${gold.value.trim() ? "\n" : ""}${picker.value} | `;
  picker.value = "";
  gold.focus();
});

element.addEventListener("click", (event) => {
  const row = event.target.closest("[data-drop]")?.closest(".question-row");
  if (!row) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  changed = true;
  next?.querySelector("textarea").focus();
  tell();
});

document.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest?.("[data-goto]")?.dataset.goto);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  field.scrollIntoView({ block: "center" });
});

addEventListener("beforeunload", (event) => {
  if (changed && rows().length) event.preventDefault();
});

watch("value", () => {
  tell();
  document.querySelector("#problems .problem, #problems .note")?.scrollIntoView({ block: "center" });
});
