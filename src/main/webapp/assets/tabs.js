// Keeps an idle page up to date with its session, in every tab and on any node. One tab of a browser holds the stream of events and notifies the
// others. Without browser locks (a site without HTTPS), or if the stream fails, each tab polls. A poll never extends the session: only "stay signed
// in" does. The texts come from the page, in its language.

const tab = document.getElementById('tab');
const { root = '', user } = tab.dataset; // Faces leaves out an empty attribute
const toast = document.getElementById('toast');
const dialog = document.getElementById('ending');
const csrf = document.querySelector('input[name=csrf]').value;
const channel = new BroadcastChannel('vedfolnir-session:' + root);

const POLL = 1500;
const RETRY = 30_000;
const MOVED = 1000;
const WARN_BEFORE_END = 120_000;
const TOAST = 8000;

let end = Infinity;
let final = false;
let warned = false;
let leaving = false;
let offline = false;
let polling;

// ---- the state of the session ----

async function request(method = 'GET', path = 'state', more = 3) {
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
    return request(method, path, more - 1);
  }
  throw new Error('status ' + answer.status);
}

/** The session has a new id, and this browser will have its cookie at the next poll. */
const isMoved = (answer) =>
  answer.json().then(
    (body) => body.reason === 'MOVED',
    () => false,
  );

async function refresh() {
  try {
    const state = await request();
    setReachable(true);
    apply(state);
    channel.postMessage(state);
  } catch {
    setReachable(false);
  }
}

function setReachable(now) {
  if (offline === now) {
    offline = !now;
    notify(now ? tab.dataset.online : tab.dataset.offline);
  }
}

function apply(state) {
  if (leaving) {
    return;
  }
  if (!state.authenticated) {
    leave(state);
    return;
  }
  if (String(state.user.id) !== user) {
    notify(tab.dataset.otherUser.replace('{0}', state.user.name), true);
    return;
  }
  end = state.expires_in === null ? Infinity : Date.now() + state.expires_in * 1000;
  if (end - Date.now() > WARN_BEFORE_END) {
    warned = false;
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
  notify(platform === null ? tab.dataset.noPlatform : tab.dataset.switched.replace('{0}', platform.name));
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
  notify(tab.dataset.roleChanged.replace('{0}', name));
}

let silence;
function notify(text, stays = false) {
  toast.textContent = text;
  clearTimeout(silence);
  if (!stays) {
    silence = setTimeout(() => (toast.textContent = ''), TOAST);
  }
}

// ---- the end ----

/** Goes to the sign-in page, which shows the reason unless the user signed out. The text typed here is kept in this tab for the same user. */
function leave(state) {
  leaving = true;
  keepDrafts();
  const here = location.pathname.slice(root.length) + location.search;
  location.assign(root + '/login' + (state.reason === null ? '?out' : '?next=' + encodeURIComponent(here)));
}

const draftFields = () =>
  [...document.querySelectorAll('form[data-keep] textarea, form[data-keep] input:is([type=text], [type=url])')].filter((field) => field.name);
const draftKey = (field) => 'kept:' + user + ':' + location.pathname + ':' + field.name;

function keepDrafts() {
  for (const field of draftFields()) {
    if (field.value !== field.defaultValue) {
      sessionStorage.setItem(draftKey(field), field.value);
    }
  }
}

function restoreDrafts() {
  let back = false;
  for (const field of draftFields()) {
    const kept = sessionStorage.getItem(draftKey(field));
    if (kept !== null) {
      field.value = kept;
      back = true;
      sessionStorage.removeItem(draftKey(field));
    }
  }
  // the drafts of another user are removed unseen
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('kept:') && !key.startsWith('kept:' + user + ':')) {
      sessionStorage.removeItem(key);
    }
  }
  if (back) {
    notify(tab.dataset.draftBack, true);
  }
}

function remaining(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds <= 60) {
    return tab.dataset.seconds.replace('{0}', Math.ceil(seconds / 10) * 10);
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? tab.dataset.minute : tab.dataset.minutes.replace('{0}', minutes);
}

/** WCAG 2.2, 2.2.1: a dialog two minutes before the end; one key extends the session. The server knows whether another tab has used it. */
async function checkExpiry() {
  if (leaving || end - Date.now() > WARN_BEFORE_END) {
    return;
  }
  if (!warned) {
    warned = true;
    await refresh();
    if (!leaving && end - Date.now() <= WARN_BEFORE_END) {
      showRemaining();
      dialog.showModal();
      document.getElementById('ending-stay').focus();
    }
  } else if (dialog.open) {
    showRemaining();
  }
  if (end <= Date.now() && !leaving) {
    refresh();
  }
}

function showRemaining() {
  const text = (final ? tab.dataset.endingFinal : tab.dataset.ending).replace('{0}', remaining(end - Date.now()));
  const place = document.getElementById('ending-text');
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

async function stay() {
  try {
    const state = await request('POST', 'extend');
    apply(state);
    channel.postMessage(state);
    if (!leaving && end - Date.now() <= WARN_BEFORE_END) {
      final = true; // an absolute end: no request moves it
      showRemaining();
    }
  } catch {
    setReachable(false);
  }
}

// ---- streams, polls and other tabs ----

function follow() {
  return new Promise((closed) => {
    const events = new EventSource(root + '/api/session/events');
    events.onopen = refresh;
    events.addEventListener('changed', refresh);
    events.addEventListener('ended', () => {
      events.close();
      refresh();
    });
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) {
        closed();
      }
    };
  });
}

/** Holds the lock while this tab is open. When it is closed, the next tab in the queue takes over. */
async function lead() {
  for (;;) {
    await follow();
    await refresh();
    if (leaving) {
      return;
    }
    poll();
    await new Promise((later) => setTimeout(later, RETRY));
    clearInterval(polling);
  }
}

function poll() {
  clearInterval(polling);
  polling = setInterval(refresh, POLL);
}

channel.onmessage = (message) => apply(message.data);
document.getElementById('ending-stay').addEventListener('click', stay);
setInterval(checkExpiry, 1000);
restoreDrafts();
refresh();
if (navigator.locks) {
  navigator.locks.request('vedfolnir-session:' + root, lead);
} else {
  poll();
}
// a tab that was suspended, or shown again by the back button, is out of date
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
window.addEventListener('pageshow', (shown) => shown.persisted && refresh());
