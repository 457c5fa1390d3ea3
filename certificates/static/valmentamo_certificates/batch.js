// Moves the bar of a bulk issue while its certificates are made.
const bar = document.getElementById("making");
const made = document.getElementById("made");
const done = document.getElementById("making-done");

async function look() {
  try {
    const answer = await fetch(bar.dataset.progressUrl, { credentials: "same-origin" });
    if (!answer.ok) return;
    const progress = await answer.json();
    bar.max = progress.total;
    bar.value = progress.settled;
    made.textContent = progress.settled;
    done.hidden = !progress.is_done;
    if (progress.is_done) return;
  } catch {
    // The line was cut; the next look may go through.
  }
  setTimeout(look, 2000);
}

if (bar && done.hidden) setTimeout(look, 2000);
