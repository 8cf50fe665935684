// Single keys in the caseload: "/" goes to the search, "j" and "k" from client to client, and one tick for all rows of
// the page. They can be turned off in one's settings; without this script Tab does the same.
{
  const list = document.getElementById("caseload");
  const search = document.querySelector("[data-search]");
  const typing = "input:not([type=checkbox]), select, textarea";

  const step = (by) => {
    const links = [...list.querySelectorAll("th[scope=row] a")];
    const here = links.findIndex((each) => each === document.activeElement || each.closest("tr").contains(document.activeElement));
    links[Math.min(Math.max(here + by, 0), links.length - 1)]?.focus();
  };

  if (search.dataset.search === "keys") document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
    const does = { "/": () => { search.focus(); search.select(); }, j: () => step(1), k: () => step(-1) }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  // The list is drawn anew while one types, so the ticks are looked for when they are needed.
  list.addEventListener("change", (event) => {
    if (!event.target.matches(".tick-all")) return;
    for (const tick of list.querySelectorAll("input[name=client]")) tick.checked = event.target.checked;
  });
}
