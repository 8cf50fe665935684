// A calculator's result anew while its numbers are typed: the page is fetched as its button would fetch it, and the parts
// marked data-live take the place of ours. Without this script, or without an answer, the button does the same. What is
// not to stand in an address is posted, and the answer says which address it has instead.
(() => {
  const PAUSE = 400; // milliseconds after the last key
  const form = document.querySelector("form[data-recalculate]");
  const result = document.getElementById(form.dataset.recalculate);
  const unreached = result.querySelector(".unreached");
  let waiting, asked;

  const ask = (signal) => {
    const action = form.getAttribute("action");
    const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    return form.method === "post" ? fetch(action, { method: "post", body: given, signal }) : fetch(`${action}?${given}`, { signal });
  };

  const open = (part) => [...part.querySelectorAll("details")].map((each) => each.open);

  // A part that is the same stays, and nothing is read out again; lines that a person opened stay open.
  const show = (page) => {
    for (const old of result.querySelectorAll("[data-live]")) {
      const part = page.getElementById(old.id);
      old.className = part.className;
      if (part.innerHTML === old.innerHTML) continue;
      const opened = open(old);
      old.replaceChildren(...part.childNodes);
      const details = old.querySelectorAll("details");
      if (details.length === opened.length) details.forEach((each, place) => { each.open = opened[place]; });
    }
    // The definitions that the new words open, at the end of the page.
    const terms = document.querySelector(".terms"), theirs = page.querySelector(".terms");
    if (theirs && !terms) document.querySelector("main").append(theirs);
    else if (theirs && terms.innerHTML !== theirs.innerHTML) terms.replaceWith(theirs);
    // What was wrong and is right now loses its mark. New faults are named by the result only, until one submits.
    for (const field of form.querySelectorAll(".field.wrong")) {
      const input = field.querySelector("input, select");
      if (page.getElementById(input.id)?.closest(".wrong")) continue;
      field.classList.remove("wrong");
      input.removeAttribute("aria-invalid");
      field.querySelector(".wrong-because")?.remove();
    }
    if (!form.querySelector(".wrong")) document.querySelector("main .errors")?.remove();
    document.title = page.title;
  };

  const recalculate = async () => {
    asked?.abort();
    const mine = (asked = new AbortController());
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(mine.signal);
      if (!answer.ok) throw new Error(answer.status);
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      history.replaceState(null, "", answer.url);
      unreached.hidden = true;
    } catch (fault) {
      if (fault.name === "AbortError") return;
      unreached.hidden = false;
    }
    result.removeAttribute("aria-busy");
  };

  // A slider and the number that it moves follow each other. Without this script there is no slider, only the number.
  for (const slider of form.querySelectorAll("input[type=range]")) {
    const field = document.getElementById(slider.dataset.moves);
    const follow = () => {
      const typed = field.value.replace(/[$,%\s]/g, "");
      slider.classList.toggle("unset", typed === "");
      if (typed !== "" && isFinite(typed)) slider.value = typed;
      slider.ariaValueText = field.value || slider.dataset.unset;
    };
    slider.addEventListener("input", () => {
      field.value = Number(slider.value).toLocaleString("en-US");
      follow();
    });
    field.addEventListener("input", follow);
    follow();
    slider.hidden = false;
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(recalculate, PAUSE);
  });
})();
