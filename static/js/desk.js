// Warns two minutes before a session ends for want of use, and lets one stay. Without JavaScript the sign-in page says
// why it ended.
const warning = document.getElementById("idle");
if (warning) {
  const wait = (Number(warning.dataset.seconds) - 120) * 1000;
  let timer = 0;
  const start = () => {
    timer = setTimeout(() => { warning.hidden = false; warning.querySelector("button").focus(); }, wait);
  };
  warning.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(warning.dataset.stay, { headers: { "Accept": "text/plain" } });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    warning.hidden = true;
    clearTimeout(timer);
    start();
  });
  start();
}
