// The status page in Chromium: on a phone and on a desk, light and dark, without scripts.
//
//     node server/tests/page.mjs URL TOKEN [FOLDER]
//
// Fills a service that has nothing yet, and looks at its page: nothing is cut off or must be scrolled sideways,
// tables stay tables to those who cannot see them, texts have contrast, nothing is blocked by the page's policy. Writes
// pictures to the folder. Needs Node 20 and Chromium.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [url, token, folder] = process.argv.slice(2);
const authorization = `Bearer ${token}`;
const WIDTHS = [320, 390, 800, 1280];
const SCHEMES = ['light', 'dark'];

await fill();
const profile = mkdtempSync(join(tmpdir(), 'release-server-page-'));
const { browser, send, told } = open(profile);
try {
  const version = await send('Browser.getVersion');
  for (const path of ['/', '/projects/web%20app']) {
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) await look(path, width, scheme);
    }
  }
  console.log(`the status page is fine in ${version.product}: ${WIDTHS.join(', ')} pixels, ${SCHEMES.join(' and ')}`);
} finally {
  const ended = once(browser, 'exit');
  browser.kill();
  await ended;
  rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
}

/** Projects with everything that the page shows, also at its longest. */
async function fill() {
  const call = async (method, path, body) => {
    const answer = await fetch(url + path, { method, headers: { authorization }, body: JSON.stringify(body ?? {}) });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const long = 'a-name-as-long-as-a-name-may-be-'.repeat(4).slice(0, 100);
  await call('PUT', '/api/releases/web%20app', { repository: 'acme/web' });
  await call('PUT', `/api/releases/${long}`, { repository: `acme/${long}` });
  const at = '/api/releases/web%20app';
  for (const [name, tier] of [['production', 'production'], ['staging', 'staging'], [long, 'development']]) {
    await call('PUT', `${at}/environments/${name}`, { tier });
  }
  for (let number = 1; number <= 7; number++) {
    await call('POST', `${at}/releases/1.4.0-rc${number}`, { repo: 'acme/web', commit: `${number}f`.repeat(20) });
  }
  await call('POST', `${at}/releases/2026.11.26-${'nightly.build.'.repeat(7)}7-rc1`, { repo: 'acme/web', commit: 'ab'.repeat(20) });
  const report = (environment, number, status, more) => call('PATCH', `${at}/environments/${environment}/deployments`, {
    release_candidate_version: `1.4.0-rc${number}`, status, url: 'https://ci.acme.dev/runs/1', ...more,
  });
  for (const environment of ['production', long]) {
    await report(environment, 1, 'success');
    await report(environment, 2, 'success');
    await report(environment, 3, 'failure', { error_message: `no such host: ${'db.internal.acme.dev,'.repeat(20)}` });
  }
  await call('POST', `${at}/environments/production/rollback`);
  for (const [number, status] of [[4, 'in_progress'], [5, 'unknown'], [6, 'pending'], [7, 'canceled']]) {
    await report('staging', number, status);
  }
  await call('POST', `${at}/environments/production/freeze`, { reason: 'the launch <b>of the year</b> & its rehearsal', until: '2099-01-01T00:00:00Z' });
}

async function look(path, width, scheme) {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  await page('Page.enable');
  await page('Log.enable');
  await page('Network.enable');
  await page('Network.setExtraHTTPHeaders', { headers: { authorization } });
  await page('Emulation.setScriptExecutionDisabled', { value: true });
  await page('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: width < 800 });
  await page('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  const loaded = told(sessionId, 'Page.loadEventFired');
  await page('Page.navigate', { url: url + path });
  await loaded;
  const { result } = await page('Runtime.evaluate', { expression: `(${seen})()`, returnByValue: true });
  const where = `${path} at ${width} pixels, ${scheme}`;
  const { wider, cut, faint, ground, labels } = result.value;
  assert.equal(wider, 0, `${where}: the page is ${wider} pixels wider than the screen`);
  assert.deepEqual(cut, [], `${where}: to be scrolled sideways`);
  assert.deepEqual(faint, [], `${where}: texts with too little contrast`);
  assert.equal(ground, scheme === 'dark' ? 'rgb(22, 24, 27)' : 'rgb(255, 255, 255)', where);
  assert.equal(labels, width < 720, `${where}: columns are named in each cell where there is no head`);
  // What a screen reader is told.
  const { nodes } = await page('Accessibility.getFullAXTree');
  const roles = nodes.filter((node) => !node.ignored).map((node) => node.role.value);
  for (const role of ['table', 'row', 'columnheader', 'rowheader', 'cell', 'heading', 'main']) {
    assert.ok(roles.includes(role), `${where}: no ${role} among ${[...new Set(roles)]}`);
  }
  const logged = told.of(sessionId, 'Log.entryAdded').map(({ entry }) => entry.text);
  // Browsers look for an icon by themselves.
  assert.deepEqual(logged.filter((text) => !text.includes('404')), [], where);
  if (folder) {
    const { cssContentSize } = await page('Page.getLayoutMetrics');
    const clip = { x: 0, y: 0, width, height: Math.min(cssContentSize.height, 4000), scale: 1 };
    const { data } = await page('Page.captureScreenshot', { captureBeyondViewport: true, clip });
    const name = path === '/' ? 'all' : 'one';
    writeFileSync(join(folder, `${name}-${width}-${scheme}.png`), Buffer.from(data, 'base64'));
  }
  await send('Target.closeTarget', { targetId });
}

/** Runs in the page. */
function seen() {
  const parsed = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = parsed(color).map((part) => {
      const light = part / 255;
      return light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  const contrast = (color) => {
    const [light, dark] = [luminance(color), luminance(ground)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const holders = [...document.body.querySelectorAll('*')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const faint = holders.filter((element) => contrast(getComputedStyle(element).color) < 4.5);
  const small = holders.filter((element) => parseFloat(getComputedStyle(element).fontSize) < 12);
  const cell = document.querySelector('td');
  return {
    ground,
    wider: document.documentElement.scrollWidth - innerWidth,
    cut: [...document.querySelectorAll('*')].filter((e) => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 200)),
    faint: [...faint, ...small].map((element) => element.outerHTML.slice(0, 200)),
    labels: getComputedStyle(cell, '::before').content.includes('Live'),
  };
}

/** Chromium, spoken to over a pipe. */
function open(profile) {
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars'];
  const browser = spawn('chromium', [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [out, into] = [browser.stdio[3], browser.stdio[4]];
  const [asked, events, waiting] = [new Map(), [], []];
  let [next, rest] = [1, ''];
  const failed = (why) => asked.forEach(({ reject }) => reject(new Error(why)));
  browser.on('error', (error) => failed(`chromium did not start: ${error.message}`));
  browser.on('exit', (code) => failed(`chromium ended with ${code}`));
  into.setEncoding('utf8').on('data', (data) => {
    const messages = (rest + data).split('\0');
    rest = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      if (message.id) {
        const { resolve, reject } = asked.get(message.id);
        asked.delete(message.id);
        if (message.error) reject(new Error(`${message.error.message} ${message.error.data ?? ''}`));
        else resolve(message.result);
      } else {
        events.push(message);
        waiting.filter((one) => one.sessionId === message.sessionId && one.method === message.method).forEach((one) => one.resolve());
      }
    }
  });
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    asked.set(next, { resolve, reject });
    out.write(`${JSON.stringify({ id: next++, method, params, sessionId })}\0`);
  });
  const told = (sessionId, method) => new Promise((resolve) => waiting.push({ sessionId, method, resolve }));
  told.of = (sessionId, method) => events.filter((event) => event.sessionId === sessionId && event.method === method).map((event) => event.params);
  return { browser, send, told };
}
