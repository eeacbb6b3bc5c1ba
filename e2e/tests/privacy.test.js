// What is kept and why, an order to keep an incident, and what somebody with an account does about their own data.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { clicked, openPage, startBrowser } from '../lib/browser.js';
import { inspect, visit } from '../lib/inspect.js';
import { startVigie } from '../lib/server.js';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startVigie()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const password = 'demonstration-2017';

/** Somebody of the demonstration, signed in, at `path`. */
async function signedIn(who, path, options = {}) {
  const page = await openPage(browser, server.address, options);
  await page.goto(`${options.locale === 'en-GB' ? '/en/sign-in' : '/connexion'}?vers=${encodeURIComponent(path)}`);
  await page.fill('#email', `${who}@vigie.example`);
  await page.fill('#password', password);
  await press(page, 'main form button');
  assert.equal(new URL(page.url()).pathname, path);
  return page;
}

async function press(page, button) {
  await clicked(page, page.locator(button).first());
}

const said = {
  '/donnees-personnelles': [/5 ans après la clôture/, /3 jours après/, /art\.\sL\.\s1111-8-2/, /cellule@vigie\.example/],
  '/en/personal-data': [/5 years after the incident is closed/, /3 days after/, /art\.\sL\.\s1111-8-2/, /cellule@vigie\.example/],
};

for (const width of [360, 1280]) {
  test(`what is kept, why and how long is said at ${width} px`, async () => {
    const page = await openPage(browser, server.address, { width });
    for (const [path, phrases] of Object.entries(said)) {
      await visit(page, path);
      const text = await page.locator('main').innerText();
      for (const phrase of phrases) assert.match(text, phrase);
      assert.doesNotMatch(text, /⟦/);
      // Narrow, each cell says of which column it is; wide, the heads of the columns do.
      assert.equal(await page.locator('table .as').first().isVisible(), width === 360);
    }
    await page.finish();
  });
}

for (const [language, words] of Object.entries({
  fr: { path: '/cellule', locale: 'fr-FR', kept: /À conserver depuis/, lifted: /Une fois clos/ },
  en: { path: '/en/unit', locale: 'en-GB', kept: /To be kept since/, lifted: /Once closed/ },
})) {
  test(`the lead orders that an incident be kept, and lifts it, in ${language} at 360 px`, async () => {
    const page = await signedIn('responsable', words.path, { width: 360, locale: words.locale });
    await press(page, '.queue tbody a');
    const address = new URL(page.url()).pathname;
    await page.click('#conservation ~ details summary');
    await press(page, 'form[action*="/incidents/"]:has(#hold-reason) button');
    await inspect(page);
    assert.ok(await page.locator('#hold-error').isVisible(), 'without a reason it is refused beside the field');
    await page.fill('#hold-reason', 'Plainte déposée au parquet.');
    await press(page, 'form:has(#hold-reason) button');
    await inspect(page);
    const text = () => page.locator('main').innerText();
    assert.match(await text(), words.kept);
    assert.match(await text(), /Plainte déposée au parquet\./);

    const analyst = await signedIn('analyste', address, { locale: words.locale });
    await inspect(analyst);
    assert.match(await analyst.locator('main').innerText(), words.kept);
    assert.equal(await analyst.locator('#hold-reason').count(), 0, 'the cell sees it, the lead alone lifts it');
    await analyst.finish();
    const agency = await signedIn('fssi', address, { locale: words.locale });
    assert.equal(await agency.locator('#conservation').count(), 0);
    await agency.finish();

    await page.click('#conservation ~ details summary');
    await page.fill('#hold-reason', 'Classée sans suite.');
    await press(page, 'form:has(#hold-reason) button');
    await inspect(page);
    assert.match(await text(), words.lifted);
    await page.finish();
  });
}

test('somebody sees what is held about them, takes it along, asks to go, is answered and goes', async () => {
  const page = await signedIn('redacteur', '/mon-espace/donnees', { width: 360 });
  await inspect(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('main a[download]')]);
  assert.equal(download.suggestedFilename(), 'vigie.json');
  const answer = await page.request.get('/mon-espace/donnees/export.json');
  const held = await answer.json();
  assert.equal(held.account.email, 'redacteur@vigie.example');
  assert.deepEqual(held.roles, ['editor']);
  assert.ok(held.trail.some(({ action }) => action === 'account.exported'));
  await press(page, 'form[action$="/effacement"] button');
  await inspect(page);

  const admin = await signedIn('admin', '/administration/effacements');
  await inspect(admin);
  assert.match(await admin.locator('main').innerText(), /redacteur@vigie\.example/);
  await admin.click('main details summary');
  await press(admin, 'form[action$="/refuser"] button');
  await inspect(admin);
  await admin.fill('textarea', 'Votre bulletin n’est pas publié.');
  await press(admin, 'form[action$="/refuser"] button');
  await inspect(admin);
  assert.equal(await admin.locator('form[action$="/effacer"]').count(), 0);

  await visit(page, '/en/my-space/data');
  assert.match(await page.locator('main').innerText(), /declined[^]*n’est pas publié/);
  await press(page, 'form[action$="/effacement"] button');
  await inspect(page);
  await visit(admin, '/en/administration/erasures');
  await press(admin, 'form[action$="/effacer"] button');
  await inspect(admin);
  assert.ok(await admin.locator('.wrong .error').isVisible(), 'the box is ticked on purpose');
  await admin.check('input[name=sure]');
  await press(admin, 'form[action$="/effacer"] button');
  await inspect(admin);
  assert.doesNotMatch(await admin.locator('main').innerText(), /redacteur/);
  await page.goto('/mon-espace/donnees');
  assert.equal(new URL(page.url()).pathname, '/connexion', 'the session is over');
  await admin.finish();
  await page.finish();
});
