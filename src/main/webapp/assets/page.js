// Enhancements of a page, which works without them: times in the time zone of the browser instead of UTC, and a button that copies a link.

const page = document.documentElement.lang;
const language = navigator.languages.find((each) => each.split('-')[0] === page) ?? page;
const absolute = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

const DAY = 86_400;
const MINUTE = 60_000;
const TOAST = 5000;

// ---- times ----

/** "now", "5 minutes ago", "3 hours ago"; the date and time if that is more than a day ago. */
function ago(moment) {
  const seconds = Math.round((moment - Date.now()) / 1000);
  const minutes = Math.round(seconds / 60);
  if (seconds < -DAY) {
    return absolute.format(moment);
  } else if (minutes <= -60) {
    return relative.format(Math.round(minutes / 60), 'hour');
  }
  return minutes < 0 ? relative.format(minutes, 'minute') : relative.format(0, 'second');
}

function showTimes() {
  for (const time of document.querySelectorAll('time[datetime]')) {
    const moment = new Date(time.dateTime);
    time.textContent = time.dataset.time === 'relative' ? ago(moment) : absolute.format(moment);
    time.title = exact.format(moment);
  }
}

// ---- copying ----

function say(text) {
  const toast = document.getElementById('toast');
  toast.textContent = text;
  setTimeout(() => (toast.textContent = toast.textContent === text ? '' : toast.textContent), TOAST);
}

/** Without HTTPS a browser has no clipboard; the old command copies what is selected. */
async function copy(element) {
  getSelection().selectAllChildren(element);
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  }
  return document.execCommand('copy');
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const copied = await copy(document.getElementById(button.dataset.copy)).catch(() => false);
    if (copied) {
      say(button.dataset.copied);
    }
  });
}

showTimes();
setInterval(showTimes, MINUTE);
