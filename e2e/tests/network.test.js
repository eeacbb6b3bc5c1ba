// When the network is the incident: the line drops at each screen, the tab is killed, the storage is full, an answer is lost,
// a portal answers in our place; and public pages are read without any line.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { openPage, startBrowser } from '../lib/browser.js';
import { inspect } from '../lib/inspect.js';
import { startLine } from '../lib/line.js';
import { startVigie } from '../lib/server.js';

let browser;
let line;
let server;

before(async () => {
  [browser, line] = await Promise.all([startBrowser(), startLine()]);
  server = await startVigie({ settings: { VIGIE_BASE_URL: line.address } });
  line.towards(server.address);
});
afterEach(() => line.mend());
after(async () => {
  await browser?.close();
  await line?.stop();
  await server?.stop();
});

const kept = (page) => page.evaluate(() => JSON.parse(localStorage.getItem('vigie-brouillon')));
const button = 'main form button:not([name])';
const main = (page) => page.locator(button).first();
const said = (page) => page.locator('[data-cut]').first();

/** Chromium writes to the console that the line dropped: that is what the test asks for. */
async function finish(page) {
  page.watch = page.watch.filter((line) => !/net::ERR_/.test(line));
  await page.finish();
}

async function arrive(page, path) {
  await Promise.all([page.waitForURL(`**${path}`), main(page).click()]);
}

const screens = [
  { fill: async (page) => { await page.check('#care-degraded'); await page.fill('#declarant-phone', '06 39 98 12 34'); }, next: '/declarer/etape/2' },
  {
    fill: async (page) => { await page.fill('#summary', 'Plus de dossier patient.'); await page.fill('#noticed-at', 'hier soir'); },
    next: '/declarer/etape/3',
  },
  { fill: async (page) => { await page.fill('#facility-text', 'Hôpital fictif, Rennes'); await page.fill('#declarant-name', 'C. Fictif'); }, next: '/declarer/etape/4' },
  { fill: async (page) => { await page.check('#kind-software'); await page.check('#help-advice'); }, next: '/suivi' },
];

const values = (page) => page.evaluate(() => [...new FormData(document.querySelector('main form'))].filter(([name]) => name !== 'jeton'));

async function declare(page, until = 4) {
  await page.goto('/declarer/etape/1');
  for (const [at, { fill, next }] of screens.slice(0, until).entries()) {
    await fill(page);
    if (at + 1 < until || until < 4) await arrive(page, next);
  }
}

for (const fault of ['cut', 'welcome']) {
  test(`fault_r15_the_line_${fault}s_at_each_screen_and_nothing_typed_is_lost`, async () => {
    const page = await openPage(browser, line.address, { width: 360 });
    await page.goto('/declarer/etape/1');
    for (const { fill, next } of screens) {
      await fill(page);
      const typed = await values(page);
      line[fault]();
      await main(page).click();
      await said(page).waitFor();
      assert.match(await said(page).innerText(), /toujours ici/);
      const again = page.locator(button, { hasText: 'Réessayer' });
      await again.waitFor();
      assert.deepEqual(await values(page), typed);
      // Once more while it is still down.
      await main(page).click();
      await again.waitFor();
      assert.ok(await said(page).isVisible());
      if (fault === 'cut') {
        page.watch = page.watch.filter((line) => !/net::ERR_/.test(line));
        await inspect(page);
      }
      line.mend();
      await arrive(page, next);
    }
    assert.match(await page.locator('main').innerText(), /VIG-\d{4}-\d{6}-[A-Z]/);
    await finish(page);
  });
}

test('fault_r15_a_tab_that_is_killed_finds_its_screen_again_by_consent', async () => {
  const page = await openPage(browser, line.address, { width: 360 });
  await declare(page, 1);
  await page.fill('#summary', 'Sans accord');
  assert.equal(await kept(page), null, 'nothing is kept that was not asked for');
  await page.check('#garder');
  await page.fill('#summary', 'Deux serveurs ne répondent plus.');
  await page.fill('#noticed-at', '14h');
  const dead = new Promise((resolve) => { page.once('crash', resolve); });
  page.goto('chrome://crash').catch(() => {});
  await dead;

  const again = await page.context().newPage();
  await again.goto('/declarer');
  await Promise.all([again.waitForURL('**/declarer/etape/2'), again.click('main a.go')]);
  assert.equal(await again.inputValue('#summary'), 'Deux serveurs ne répondent plus.');
  assert.equal(await again.inputValue('#noticed-at'), '14h');
  assert.match(await said(again).innerText(), /est revenu/);
  assert.ok(await again.isChecked('#garder'));
  // The server has it: nothing of it is left, and the consent holds for the next screen.
  await arrive(again, '/declarer/etape/3');
  assert.deepEqual((await kept(again)).fields, []);
  await again.fill('#recherche', 'chu rennes');
  await again.locator('#candidats input').first().check();
  const site = await again.locator('#candidats input').first().inputValue();
  assert.ok(JSON.stringify(await kept(again)).includes(site));
  await again.reload();
  await again.locator(`#candidats input[value="${site}"]:checked`).waitFor();
  // What is older than three days is gone, and with it the consent.
  await again.evaluate(() => {
    const old = JSON.parse(localStorage.getItem('vigie-brouillon'));
    localStorage.setItem('vigie-brouillon', JSON.stringify({ ...old, at: Date.now() - 73 * 3600e3 }));
  });
  await again.reload();
  assert.equal(await kept(again), null);
  assert.ok(!(await again.isChecked('#garder')));
  // Taken back, it is gone at once.
  await again.check('#garder');
  assert.notEqual(await kept(again), null);
  await again.uncheck('#garder');
  assert.equal(await kept(again), null);
  await page.context().close();
});

test('fault_r15_a_full_storage_is_said_and_loses_nothing', async () => {
  const page = await openPage(browser, line.address, { width: 360 });
  await declare(page, 1);
  await page.check('#garder');
  await page.evaluate(() => {
    for (let size = 1 << 20; size > 0; size >>= 1) {
      try {
        for (let n = 0; ; n += 1) localStorage.setItem(`x${size}-${n}`, 'x'.repeat(size));
      } catch {
        // Full for this size.
      }
    }
  });
  await page.fill('#summary', 'Tout est plein, même ce navigateur, et ceci ne tient plus nulle part.');
  assert.match(await said(page).innerText(), /plus de place/);
  await page.fill('#noticed-at', 'hier');
  await arrive(page, '/declarer/etape/3');
  await page.goto('/declarer/etape/2');
  assert.match(await page.inputValue('#summary'), /même ce navigateur/);
  await finish(page);
});

for (const way of ['again', 'back']) {
  test(`fault_r15_filed_and_the_answer_lost_the_receipt_is_found_${way}`, async () => {
    const page = await openPage(browser, line.address, { width: 360 });
    await declare(page);
    await page.check('#garder');
    line.loseAnswers();
    await main(page).click();
    await said(page).waitFor();
    assert.notEqual(await kept(page), null, 'nothing was acknowledged: nothing is wiped');
    line.mend();
    if (way === 'again') {
      await arrive(page, '/suivi');
    } else {
      await page.goto('/declarer');
      assert.match(await page.locator('.note.good').innerText(), /est bien arrivée/);
      await Promise.all([page.waitForURL('**/suivi'), page.click('.note.good a')]);
    }
    const text = await page.locator('main').innerText();
    const code = text.match(/\d{4} \d{4} \d{4} \d{4} \d{4} \d{4}/)[0];
    const reference = text.match(/VIG-\d{4}-\d{6}-[A-Z]/)[0];
    await page.goto('/declarer/etape/4');
    assert.ok((await page.locator('main').innerText()).includes(reference), 'one declaration, not two');
    // Never the code, in no storage of the browser, nor anything of what was declared.
    const stored = await page.evaluate(async () => {
      const pages = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) pages.push(await (await cache.match(request)).text());
      }
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, pages]);
    });
    for (const secret of [code, code.replaceAll(' ', ''), reference, 'dossier patient.']) {
      assert.ok(!stored.includes(secret), `${secret} is kept in the browser`);
    }
    await finish(page);
  });
}

test('public pages and the first gestures are read without a line, and no other', async () => {
  const page = await openPage(browser, line.address, { width: 360 });
  await page.goto('/declarer');
  await page.evaluate(async () => {
    const ready = await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => { navigator.serviceWorker.addEventListener('controllerchange', resolve); });
    }
    return ready.active.state;
  });
  await page.goto('/connexion');
  await page.goto('/suivi');
  await page.goto('/declarer/etape/1');
  await page.goto('/accessibilite');
  line.cut();
  const reads = async (path, words) => {
    await page.goto(path);
    page.watch = page.watch.filter((line) => !/net::ERR_/.test(line));
    assert.match(await page.locator('main').innerText(), words, path);
    assert.ok(await page.locator('.emergency a[href^="tel:"]').isVisible(), path);
    await inspect(page);
  };
  await reads('/declarer', /Déclarer maintenant/);
  await reads('/en/declare', /Declare now/);
  await reads('/', /touche votre établissement/);
  await reads('/declarer/premiers-gestes', /Fichiers illisibles/);
  await page.locator('summary').first().click();
  assert.ok(await page.locator('.gestures li').first().isVisible());
  // Sign-in is of the staff, whose pages are not touched.
  for (const path of ['/declarer/etape/2', '/suivi']) await reads(path, /La page ne répond pas/);
  await reads('/en/follow', /does not answer/);
  const names = await page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0]);
    return (await cache.keys()).map((request) => new URL(request.url).pathname);
  });
  assert.ok(names.length >= 8, names.join(' '));
  assert.deepEqual(names.filter((name) => /suivi|follow|cellule|unit|connexion|sign|etape|step\//.test(name)), []);
  assert.ok(names.includes('/declarer') && names.includes('/en/declare/first-steps'));
  line.mend();
  await page.goto('/declarer/etape/1');
  line.cut();
  await page.reload();
  line.mend();
  await page.locator('main a.go').click();
  await page.locator('#declarant-phone').waitFor();
  await finish(page);
});
