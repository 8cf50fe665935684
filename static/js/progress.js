// How far the papers are, without loading the page anew. Without this script the page does that itself.
(() => {
  const EVERY = 1000; // milliseconds
  const look = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const ours = document.getElementById("progress"), theirs = page.getElementById("progress");
      if (!theirs) return location.reload();
      if (!("making" in theirs.dataset)) {
        ours.replaceChildren(...theirs.childNodes);
        document.title = page.title;
        return;
      }
      const [bar, words] = [ours.querySelector("progress"), ours.querySelector("#how-far")];
      bar.value = theirs.querySelector("progress").value;
      const said = theirs.querySelector("#how-far").textContent;
      if (words.textContent !== said) words.textContent = said;
    } catch {
      // the network is away: look again
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
