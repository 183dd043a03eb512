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
  form.querySelector("output").value = `${count} like${count === 1 ? "" : "s"}`;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-like]")) return;
  event.preventDefault();
  toggle(form).catch(() => form.submit());
});
