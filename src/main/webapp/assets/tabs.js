// What a page does while nobody clicks: it follows its session, in every tab and on any node. One tab of a browser holds the stream of events and
// tells the others; where a browser has no locks (a site without HTTPS) or the stream fails, each tab asks now and then. Asking never keeps a
// session alive: only "stay signed in" does. The texts are those of the page, in its language.

const tab = document.getElementById('tab');
const { root = '', user } = tab.dataset; // an attribute that would be empty is left out of the page
const toast = document.getElementById('toast');
const dialog = document.getElementById('ending');
const csrf = document.querySelector('input[name=csrf]').value;
const channel = new BroadcastChannel('vedfolnir-session:' + root);

const POLL = 1500;
const AGAIN = 30_000;
const MOVED = 1000;
const ASK_BEFORE_END = 120_000;
const TOAST = 8000;

let end = Infinity;
let final = false;
let asked = false;
let leaving = false;
let offline = false;
let polling;

// ---- how the session stands ----

async function ask(method = 'GET', path = 'state', more = 3) {
  const answer = await fetch(root + '/api/session/' + path, {
    method,
    headers: method === 'POST' ? { 'X-CSRF-Token': csrf } : {},
    cache: 'no-store',
  });
  if (answer.status === 401 || answer.ok) {
    return answer.json();
  }
  if (answer.status === 503 && more > 0 && (await isMoved(answer))) {
    await new Promise((later) => setTimeout(later, MOVED));
    return ask(method, path, more - 1);
  }
  throw new Error('status ' + answer.status);
}

/** The session has a new id, and this browser its cookie by the next time: nobody is signed out. */
const isMoved = (answer) =>
  answer.json().then(
    (said) => said.reason === 'MOVED',
    () => false,
  );

async function look() {
  try {
    const state = await ask();
    reached(true);
    hear(state);
    channel.postMessage(state);
  } catch {
    reached(false);
  }
}

function reached(now) {
  if (offline === now) {
    offline = !now;
    say(now ? tab.dataset.online : tab.dataset.offline);
  }
}

function hear(state) {
  if (leaving) {
    return;
  }
  if (!state.authenticated) {
    leave(state);
    return;
  }
  if (String(state.user.id) !== user) {
    say(tab.dataset.otherUser.replace('{0}', state.user.name), true);
    return;
  }
  end = state.expires_in === null ? Infinity : Date.now() + state.expires_in * 1000;
  if (end - Date.now() > ASK_BEFORE_END) {
    asked = false;
    final = false;
    dialog.close();
  }
  showPlatform(state.platform);
  showRole(state.user.role);
}

function showPlatform(platform) {
  const now = platform === null ? '' : String(platform.id);
  if (now === (tab.dataset.platform ?? '')) {
    return;
  }
  tab.dataset.platform = now;
  for (const place of document.querySelectorAll('[data-tab=platform]')) {
    place.textContent = platform?.name ?? '';
    place.className = 'badge ' + (platform?.type ?? '');
    place.hidden = platform === null;
  }
  for (const field of ['name', 'type', 'instance_url']) {
    for (const place of document.querySelectorAll('[data-tab=platform-' + field + ']')) {
      place.textContent = platform?.[field] ?? '';
      if (field === 'type') {
        place.className = 'badge kind ' + (platform?.type ?? '');
      }
    }
  }
  say(platform === null ? tab.dataset.noPlatform : tab.dataset.switched.replace('{0}', platform.name));
}

function showRole(role) {
  if (role === tab.dataset.role) {
    return;
  }
  tab.dataset.role = role;
  const name = tab.getAttribute('data-role-' + role) ?? role;
  for (const place of document.querySelectorAll('[data-tab=role]')) {
    place.textContent = name;
  }
  say(tab.dataset.roleChanged.replace('{0}', name));
}

let silence;
function say(text, stays = false) {
  toast.textContent = text;
  clearTimeout(silence);
  if (!stays) {
    silence = setTimeout(() => (toast.textContent = ''), TOAST);
  }
}

// ---- the end ----

/** The sign-in page says why, unless the person signed out herself; what was typed here waits for her in this tab. */
function leave(state) {
  leaving = true;
  keepDrafts();
  const here = location.pathname.slice(root.length) + location.search;
  location.assign(root + '/login' + (state.reason === null ? '?out' : '?next=' + encodeURIComponent(here)));
}

const keptFields = () =>
  [...document.querySelectorAll('form[data-keep] textarea, form[data-keep] input:is([type=text], [type=url])')].filter((field) => field.name);
const keptAs = (field) => 'kept:' + user + ':' + location.pathname + ':' + field.name;

function keepDrafts() {
  for (const field of keptFields()) {
    if (field.value !== field.defaultValue) {
      sessionStorage.setItem(keptAs(field), field.value);
    }
  }
}

function bringDraftsBack() {
  let back = false;
  for (const field of keptFields()) {
    const kept = sessionStorage.getItem(keptAs(field));
    if (kept !== null) {
      field.value = kept;
      back = true;
      sessionStorage.removeItem(keptAs(field));
    }
  }
  // another person's stay unseen
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('kept:') && !key.startsWith('kept:' + user + ':')) {
      sessionStorage.removeItem(key);
    }
  }
  if (back) {
    say(tab.dataset.draftBack, true);
  }
}

function words(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds <= 60) {
    return tab.dataset.seconds.replace('{0}', Math.ceil(seconds / 10) * 10);
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? tab.dataset.minute : tab.dataset.minutes.replace('{0}', minutes);
}

/** WCAG 2.2, 2.2.1: asked two minutes before, and one press of a key goes on. Another tab may have used the session: the server knows. */
async function watchEnd() {
  if (leaving || end - Date.now() > ASK_BEFORE_END) {
    return;
  }
  if (!asked) {
    asked = true;
    await look();
    if (!leaving && end - Date.now() <= ASK_BEFORE_END) {
      showEnding();
      dialog.showModal();
      document.getElementById('ending-stay').focus();
    }
  } else if (dialog.open) {
    showEnding();
  }
  if (end <= Date.now() && !leaving) {
    look();
  }
}

function showEnding() {
  const text = (final ? tab.dataset.endingFinal : tab.dataset.ending).replace('{0}', words(end - Date.now()));
  const place = document.getElementById('ending-text');
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

async function stay() {
  try {
    const state = await ask('POST', 'extend');
    hear(state);
    channel.postMessage(state);
    if (!leaving && end - Date.now() <= ASK_BEFORE_END) {
      final = true; // an absolute end: no request moves it
      showEnding();
    }
  } catch {
    reached(false);
  }
}

// ---- who tells whom ----

function follow() {
  return new Promise((failed) => {
    const events = new EventSource(root + '/api/session/events');
    events.onopen = look;
    events.addEventListener('changed', look);
    events.addEventListener('ended', () => {
      events.close();
      look();
    });
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) {
        failed();
      }
    };
  });
}

/** Holds the lock as long as this tab lives: the next tab in the queue takes over when it is closed. */
async function lead() {
  for (;;) {
    await follow();
    await look();
    if (leaving) {
      return;
    }
    poll();
    await new Promise((later) => setTimeout(later, AGAIN));
    clearInterval(polling);
  }
}

function poll() {
  clearInterval(polling);
  polling = setInterval(look, POLL);
}

channel.onmessage = (message) => hear(message.data);
document.getElementById('ending-stay').addEventListener('click', stay);
setInterval(watchEnd, 1000);
bringDraftsBack();
look();
if (navigator.locks) {
  navigator.locks.request('vedfolnir-session:' + root, lead);
} else {
  poll();
}
// a tab that slept, or that the back button brought, knows the past
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
window.addEventListener('pageshow', (shown) => shown.persisted && look());
