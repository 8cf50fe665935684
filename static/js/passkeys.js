// Says in words that a passkey did not work: the browser only throws.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("passkey-failed");
  if (said) said.hidden = false;
});
