// Likes a post without a reload. Without this file, or where it fails, the form does the same.
"use strict";

async function toggle(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: {
      accept: "application/json",
      "x-csrftoken": form.elements.csrfmiddlewaretoken.value,
    },
  });
  if (!response.ok) throw new Error(response.status);
  const { liked, like_count: count } = await response.json();
  form.querySelector("button").setAttribute("aria-pressed", liked);
  for (const place of document.querySelectorAll("[data-likes]")) {
    place.textContent = `${count} like${count === 1 ? "" : "s"}`;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-like]")) return;
  event.preventDefault();
  // A second click while the first is under way would take the like back.
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  toggle(form)
    .catch(() => form.submit())
    .finally(() => (form.ariaBusy = "false"));
});
